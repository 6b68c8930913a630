import { describe, expect, test } from "vitest";
import { title } from "../../src/predicates/title.ts";
import { expectLinear } from "../support/cost-of.ts";
import { evaluate, refusals } from "./evaluate.ts";

describe("title", () => {
  test.each([
    ["wip", "this is wip", "holds"],
    ["^wip", "this is wip", "fails"],
    ["(?i)WIP$", "this is wip", "holds"],
    ["^(fix|feat): ", "feat: cohort", "holds"],
    ["wip", "", "fails"],
  ])("%s in %j %s", (said, text, answer) => {
    expect(evaluate(title, said, { title: text }).answer).toBe(answer);
  });

  test("says what it saw", () => {
    expect(evaluate(title, "wip", { title: "wip" }).reason).toBe("its title matches `wip`");
    expect(evaluate(title, "wip").reason).toBe("its title does not match `wip`");
  });

  test("a title that is made to be slow is not", async () => {
    await expectLinear(6_000, (size) =>
      expect(evaluate(title, "^(a+)+$", { title: `${"a".repeat(size)}!` }).answer).toBe("fails"),
    );
  });

  test.each(["(", "(?=x)", "[z-a]", ""])("does not take %j", (said) => {
    expect(refusals(title, said)).not.toEqual([]);
  });

  test("says why", () => {
    expect(refusals(title, "(?=x)")[0]).toContain(
      "The regular expression `(?=x)` cannot be used (RE2 syntax, so without look-around)",
    );
  });
});

test("is not known of what landed nobody knows how", () => {
  expect(evaluate(title, "fix", { broughtBy: null }).answer).toBe("unknown");
});
