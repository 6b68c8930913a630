import { describe, expect, test } from "vitest";
import { paths } from "../../src/predicates/paths.ts";
import { file, files } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("paths", () => {
  test.each<readonly [unknown, readonly string[], string, readonly string[]]>([
    ["jobs/**", ["jobs/a.yml", "README.md"], "holds", ["jobs/a.yml"]],
    [["docs/**", "*.md"], ["README.md"], "holds", ["README.md"]],
    ["docs/**", ["README.md"], "fails", []],
    ["**", [], "fails", []],
  ])("%j on %j %s", (said, changed, answer, matched) => {
    expect(evaluate(paths, said, files(...changed))).toMatchObject({ answer, paths: matched });
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
