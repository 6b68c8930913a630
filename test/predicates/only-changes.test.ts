import { describe, expect, test } from "vitest";
import { onlyChanges } from "../../src/predicates/only-changes.ts";
import { file, files } from "../core/decide/facts.ts";
import { evaluate } from "./evaluate.ts";

describe("only-changes", () => {
  test.each<readonly [unknown, readonly string[], string, readonly string[]]>([
    ["job", ["jobs/a.yml"], "holds", ["jobs/a.yml"]],
    [["job", "other"], ["jobs/a.yml", "README.md"], "holds", ["jobs/a.yml", "README.md"]],
    ["job", ["jobs/a.yml", "README.md"], "fails", ["jobs/a.yml"]],
    ["job", [], "fails", []],
  ])("%j on %j %s", (said, paths, answer, matched) => {
    expect(evaluate(onlyChanges, said, files(...paths))).toMatchObject({ answer, paths: matched });
  });

  test("a link is only of a kind when all that could be below it is", () => {
    const link = (path: string) => ({ files: { complete: true, items: [file(path, { mode: "120000" })] } });
    expect(evaluate(onlyChanges, "dag", link("plugins/x"))).toMatchObject({ answer: "holds", paths: ["plugins/x"] });
    expect(evaluate(onlyChanges, "dag", link("plugins"))).toMatchObject({
      answer: "holds",
      paths: [],
      partly: ["plugins"],
    });
    expect(evaluate(onlyChanges, ["dag", "other"], link("plugins"))).toMatchObject({ answer: "holds" });
    expect(evaluate(onlyChanges, "other", link("docs"))).toMatchObject({ answer: "holds" });
    expect(evaluate(onlyChanges, "other", link(".github"))).toMatchObject({
      answer: "holds",
      paths: [],
      partly: [".github"],
    });
  });

  test("both paths of a renamed file", () => {
    const items = [file("jobs/b.yml", { previousPath: "README.md", status: "renamed" })];
    expect(evaluate(onlyChanges, "job", { files: { complete: true, items } }).answer).toBe("fails");
  });

  test("says what it saw", () => {
    expect(evaluate(onlyChanges, "job").reason).toBe("it changes only `job`");
    expect(evaluate(onlyChanges, "dag").reason).toBe("it also changes `jobs/a.yml`, which is not `dag`");
    expect(evaluate(onlyChanges, "dag", files()).reason).toBe("it changes no file");
  });
});
