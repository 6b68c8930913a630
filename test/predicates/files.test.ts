import { describe, expect, test } from "vitest";
import { files } from "../../src/predicates/files.ts";
import { files as changing, file } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("files", () => {
  test.each<readonly [object, string, string, readonly string[]]>([
    [{ paths: "plugins/**" }, "plugins", "holds", []],
    [{ paths: "plugins/**", except: "plugins/docs/**" }, "plugins/docs", "holds", []],
    [{ paths: "plugins/**", except: ["plugins/docs", "plugins/docs/**"] }, "plugins/docs", "fails", []],
    [{ paths: "plugins/**", except: "plugins/*" }, "plugins/docs", "holds", []],
    [{ paths: "plugins/**", except: "plugins/docs/**/*.md" }, "plugins/docs", "holds", []],
    [{ paths: "plugins/**", except: "docs/**" }, "plugins/x", "holds", ["plugins/x"]],
    [{ patterns: "^plugins/" }, "plugins", "holds", []],
    [{ patterns: "^plugins/" }, "plugins/x", "holds", ["plugins/x"]],
    [{ patterns: "^plugins/x/y" }, "plugins", "holds", []],
    [{ patterns: "^plugins/" }, "docs", "fails", []],
    [{ patterns: "^plugins*" }, "plugin", "holds", []],
    [{ patterns: "^plugins/.*$" }, "plugins/x", "holds", ["plugins/x"]],
    [{ patterns: "^\\.x/.*" }, ".x/y", "holds", [".x/y"]],
    [{ patterns: "lib/" }, "a/lib/x", "holds", ["a/lib/x"]],
    [{ patterns: ".*" }, "x", "holds", ["x"]],
    [{ patterns: "^plugins(/[^p].*)?$" }, "plugins", "holds", []],
    [{ paths: "**", except: ["plugins", "plugins/[!p]*", "plugins/[!p]*/**"] }, "plugins", "holds", []],
    [{ paths: "**", "except-patterns": "^plugins(/[^p].*)?$" }, "plugins", "holds", []],
    [{ paths: "**", "except-patterns": "^plugins" }, "plugins", "fails", []],
    [{ paths: "**", "except-patterns": "^plugins/" }, "plugins", "holds", []],
    [{ patterns: "^plugins*/x" }, "plugin", "holds", []],
    [{ patterns: "^lib|^plugins/" }, "plugins", "holds", []],
    [{ patterns: "\\.py$" }, "docs", "holds", []],
    [{ patterns: "a^docs/" }, "plugins", "holds", []],
    [{ patterns: "^docs" }, "plugins", "fails", []],
    [{ patterns: "^docs/" }, "d", "fails", []],
    [{ patterns: "^docs$" }, "plugins", "fails", []],
    [{ patterns: "^docs?/x" }, "doc", "holds", []],
    [{ patterns: "^docs?/x" }, "do", "fails", []],
    [{ patterns: "^(docs|plugins)/" }, "plugins", "holds", []],
    [{ patterns: "^docs/.*\\.py$" }, "docs/x", "holds", []],
    [{ patterns: "^docs" }, "doc", "fails", []],
    [{ paths: "plugins/**", except: "docs/x/**" }, "docs", "fails", []],
    [{ paths: "x/docs", patterns: "^docs/" }, "x/docs", "holds", []],
  ])("%j on a link at %s %s", (said, path, answer, matched) => {
    const items = [file(path, { mode: "120000" })];
    expect(evaluate(files, said, { files: { complete: true, items } })).toMatchObject({ answer, paths: matched });
  });

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

  test("says what it saw", () => {
    const said = { paths: "dags/**", except: "dags/docs/*.md" };
    expect(evaluate(files, said, changing("dags/a.py", "x")).reason).toBe("it changes `dags/a.py`");
    expect(evaluate(files, said, changing("x")).reason).toBe("it changes none of the files that are meant");
  });

  test("of a link at which something may be excepted, not all is meant", () => {
    const items = [file("dags/docs", { mode: "120000" })];
    const answer = evaluate(
      files,
      { paths: "dags/**", except: "dags/docs/*.md" },
      { files: { complete: true, items } },
    );
    expect(answer).toMatchObject({ answer: "holds", paths: [], partly: ["dags/docs"] });
  });

  test("both paths of a renamed file", () => {
    const items = [file("x", { previousPath: "dags/a.py", status: "renamed" })];
    expect(evaluate(files, { paths: "dags/**" }, { files: { complete: true, items } }).paths).toEqual(["dags/a.py"]);
  });

  test("takes globs and regular expressions that can be used only", () => {
    expect(refusals(files, { paths: "docs/[" })).toEqual(["The glob `docs/[` has no closing ]."]);
    expect(refusals(files, { patterns: "(?=x)" })).toEqual([expect.stringContaining("without look-around")]);
    expect(refusals(files, { except: "docs/**" })).toEqual([expect.stringContaining("needs `paths` (globs)")]);
    expect(refusals(files, { path: "docs/**" })).toEqual([expect.stringContaining('"path"')]);
  });
});
