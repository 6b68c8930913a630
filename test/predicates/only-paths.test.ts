import { describe, expect, test } from "vitest";
import { onlyPaths } from "../../src/predicates/only-paths.ts";
import { file, files } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("only-paths", () => {
  test("a link matches when all that could be below it does", () => {
    const link = (path: string) => ({ files: { complete: true, items: [file(path, { mode: "120000" })] } });
    expect(evaluate(onlyPaths, "docs/**", link("docs/x"))).toMatchObject({ answer: "holds", paths: ["docs/x"] });
    expect(evaluate(onlyPaths, "docs/*", link("docs/x"))).toMatchObject({
      answer: "holds",
      paths: [],
      partly: ["docs/x"],
    });
    expect(evaluate(onlyPaths, "docs/**", link("docs"))).toMatchObject({
      answer: "holds",
      paths: [],
      partly: ["docs"],
    });
    expect(evaluate(onlyPaths, "docs/**", link("lib"))).toEqual({
      answer: "fails",
      reason: "it also changes `lib`",
      paths: [],
    });
  });

  test.each<readonly [unknown, readonly string[], string, readonly string[]]>([
    ["jobs/**", ["jobs/a.yml"], "holds", ["jobs/a.yml"]],
    [["jobs/**", "*.md"], ["jobs/a.yml", "README.md"], "holds", ["jobs/a.yml", "README.md"]],
    ["jobs/**", ["jobs/a.yml", "README.md"], "fails", ["jobs/a.yml"]],
    ["**", [], "fails", []],
  ])("%j on %j %s", (said, changed, answer, matched) => {
    expect(evaluate(onlyPaths, said, files(...changed))).toMatchObject({ answer, paths: matched });
  });

  test("says what it saw", () => {
    expect(evaluate(onlyPaths, "jobs/**").reason).toBe("it changes only what matches `jobs/**`");
    expect(evaluate(onlyPaths, "docs/**").reason).toBe("it also changes `jobs/a.yml`");
    expect(evaluate(onlyPaths, "docs/**", files()).reason).toBe("it changes no file");
  });

  test("takes good globs only", () => {
    expect(refusals(onlyPaths, "/docs/**")).not.toEqual([]);
  });
});
