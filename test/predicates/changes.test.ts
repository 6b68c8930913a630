import { describe, expect, test } from "vitest";
import { changes } from "../../src/predicates/changes.ts";
import { file, files } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("changes", () => {
  test.each<readonly [unknown, string, string, readonly string[]]>([
    ["dag", "plugins", "holds", []],
    ["dag", "dags", "holds", []],
    ["dag", "plugins/x", "holds", ["plugins/x"]],
    ["dag", "dags/x.py", "holds", []],
    ["job", "dags", "fails", []],
    ["policy", ".github", "holds", []],
    ["policy", "docs", "fails", []],
    ["other", "docs", "holds", ["docs"]],
  ])("%j on a link at %s %s", (said, path, answer, matched) => {
    const items = [file(path, { mode: "120000" })];
    expect(evaluate(changes, said, { files: { complete: true, items } })).toMatchObject({ answer, paths: matched });
  });

  test.each<readonly [unknown, readonly string[], string, readonly string[]]>([
    ["job", ["jobs/a.yml"], "holds", ["jobs/a.yml"]],
    [["job", "dag"], ["jobs/a.yml", "README.md", "dags/d.py"], "holds", ["jobs/a.yml", "dags/d.py"]],
    ["other", ["README.md"], "holds", ["README.md"]],
    ["policy", [".countersign.yml"], "holds", [".countersign.yml"]],
    ["job", ["README.md"], "fails", []],
    ["job", [], "fails", []],
  ])("%j on %j %s", (said, paths, answer, matched) => {
    expect(evaluate(changes, said, files(...paths))).toMatchObject({ answer, paths: matched });
  });

  test("both paths of a renamed file", () => {
    const items = [file("README.md", { previousPath: "jobs/a.yml", status: "renamed" })];
    expect(evaluate(changes, "job", { files: { complete: true, items } })).toMatchObject({
      answer: "holds",
      paths: ["jobs/a.yml"],
    });
  });

  test("says what it saw", () => {
    expect(evaluate(changes, "job").reason).toBe("it changes `jobs/a.yml` (`job`)");
    expect(evaluate(changes, ["dag", "result"]).reason).toBe("it changes nothing of kind `dag` or `result`");
  });

  test("takes names of kinds", () => {
    expect(refusals(changes, [])).not.toEqual([]);
    expect(refusals(changes, 3)).not.toEqual([]);
    expect(refusals(changes, null)).not.toEqual([]);
  });
});
