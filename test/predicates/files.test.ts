import { describe, expect, test } from "vitest";
import { files } from "../../src/predicates/files.ts";
import { files as changing, file } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("files", () => {
  test.each<readonly [unknown, readonly string[], string, readonly string[]]>([
    [{ paths: "dags/**" }, ["dags/a.py", "README.md"], "holds", ["dags/a.py"]],
    [{ paths: "dags/**", except: ["dags/docs/**"] }, ["dags/docs/a.md"], "fails", []],
    [{ paths: "dags/**", except: "dags/docs/**" }, ["dags/docs/a.md", "dags/a.py"], "holds", ["dags/a.py"]],
    [{ patterns: "^src/.*\\.go$" }, ["src/a/b.go", "x/src/c.go"], "holds", ["src/a/b.go"]],
    [{ patterns: "^src/.*\\.go$" }, ["src/a\nb.go"], "holds", ["src/a\nb.go"]],
    [{ patterns: "go" }, ["cargo/x"], "holds", ["cargo/x"]],
    [{ patterns: ".*", "except-patterns": "^staging/" }, ["staging/a"], "fails", []],
    [{ paths: "*.md", patterns: "^docs/" }, ["docs/a", "b.md", "c"], "holds", ["docs/a", "b.md"]],
    [{ paths: "**" }, [], "fails", []],
  ])("%j on %j %s", (said, changed, answer, matched) => {
    expect(evaluate(files, said, changing(...changed))).toMatchObject({ answer, paths: matched });
  });

  test("both paths of a renamed file", () => {
    const items = [file("x", { previousPath: "dags/a.py", status: "renamed" })];
    expect(evaluate(files, { paths: "dags/**" }, { files: { complete: true, items } }).paths).toEqual(["dags/a.py"]);
  });

  test("takes globs and regular expressions that can be used only", () => {
    expect(refusals(files, { paths: "docs/[" })).toEqual(["The glob `docs/[` has no closing ]."]);
    expect(refusals(files, { patterns: "(?=x)" })).toEqual([expect.stringContaining("without look-around")]);
    expect(refusals(files, { except: "docs/**" })).toEqual([expect.stringContaining("needs `paths` (globs)")]);
    expect(refusals(files, { path: "docs/**" })).not.toEqual([]);
  });
});
