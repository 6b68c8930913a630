import { describe, expect, test } from "vitest";
import { base } from "../../src/predicates/base.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("base", () => {
  test.each<readonly [unknown, string, string]>([
    ["main", "refs/heads/main", "holds"],
    ["refs/heads/main", "refs/heads/main", "holds"],
    [["release", "main"], "refs/heads/main", "holds"],
    ["feature/x", "refs/heads/feature/x", "holds"],
    ["main", "refs/tags/main", "fails"],
    ["main", "refs/heads/mainly", "fails"],
    ["main", "refs/heads/Main", "fails"],
    ["main", "main", "fails"],
    ["refs/tags/main", "refs/heads/main", "fails"],
  ])("%j on %s %s", (said, ref, answer) => {
    expect(evaluate(base, said, { base: { ref, sha: "b" } }).answer).toBe(answer);
  });

  test("says what it saw", () => {
    expect(evaluate(base, "main").reason).toBe("its base is `refs/heads/main`");
    expect(evaluate(base, ["a", "b"]).reason).toBe("its base is `refs/heads/main`, not `a` or `b`");
  });

  test.each(["release/*", "a b", "a..b", "", "a[b]", "a?"])("takes no pattern: %s", (said) => {
    expect(refusals(base, said)).not.toEqual([]);
  });

  test("says why it takes none", () => {
    expect(refusals(base, "release/*")).toEqual([
      "`base` takes the exact name of a branch, such as `main`; patterns are not possible.",
    ]);
  });
});
