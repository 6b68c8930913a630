import { describe, expect, test } from "vitest";
import type { ChangedFile } from "../../src/domain/change.ts";
import { paths } from "../../src/predicates/paths.ts";
import { file, files } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

const entry = (path: string, mode: string, more: Partial<ChangedFile> = {}) => ({
  files: { complete: true, items: [file(path, { mode, ...more })] },
});

describe("paths", () => {
  test.each<readonly [unknown, readonly string[], string, readonly string[]]>([
    ["jobs/**", ["jobs/a.yml", "README.md"], "holds", ["jobs/a.yml"]],
    [["docs/**", "*.md"], ["README.md"], "holds", ["README.md"]],
    ["docs/**", ["README.md"], "fails", []],
    ["**", [], "fails", []],
  ])("%j on %j %s", (said, changed, answer, matched) => {
    expect(evaluate(paths, said, files(...changed))).toMatchObject({ answer, paths: matched });
  });

  test.each<readonly [unknown, string, string, readonly string[]]>([
    ["plugins/**", "plugins", "holds", []],
    ["plugins/**", "plugins/x", "holds", ["plugins/x"]],
    ["plugins/*", "plugins/x", "holds", []],
    ["plugins/*.py", "plugins/x", "fails", []],
    ["docs/**", "plugins", "fails", []],
    [["lib", "lib/**"], "lib", "holds", ["lib"]],
  ])("%j on a link or submodule at %j %s", (said, path, answer, matched) => {
    for (const mode of ["120000", "160000", "040000", "", "?"])
      expect(evaluate(paths, said, entry(path, mode)), mode).toMatchObject({ answer, paths: matched });
  });

  test("an ordinary file in the place of a folder is itself alone", () => {
    for (const mode of ["100644", "100755"])
      expect(evaluate(paths, "plugins/**", entry("plugins", mode)).answer).toBe("fails");
  });

  test("what a link was before counts, and where a renamed one was", () => {
    const { files: was } = entry("plugins", "100644", { status: "modified", previousMode: "120000" });
    expect(evaluate(paths, "plugins/**", { files: was }).answer).toBe("holds");
    const moved = entry("elsewhere", "120000", { status: "renamed", previousPath: "plugins" });
    expect(evaluate(paths, "plugins/**", moved).answer).toBe("holds");
  });

  test("both paths of a copied file", () => {
    const items = [file("x", { previousPath: "jobs/a.yml", status: "copied" })];
    expect(evaluate(paths, "jobs/**", { files: { complete: true, items } }).paths).toEqual(["jobs/a.yml"]);
  });

  test("says what it saw", () => {
    expect(evaluate(paths, "jobs/**").reason).toBe("it changes `jobs/a.yml`");
    expect(evaluate(paths, "docs/**").reason).toBe("it changes nothing that matches `docs/**`");
  });

  test("takes good globs only", () => {
    expect(refusals(paths, "docs/[")).toEqual(["The glob `docs/[` has no closing ]."]);
    expect(refusals(paths, ["docs/**", ""])).not.toEqual([]);
  });
});
