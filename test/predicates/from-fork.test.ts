import { expect, test } from "vitest";
import { fromFork } from "../../src/predicates/from-fork.ts";
import { evaluate, refusals } from "./evaluate.ts";

test.each([
  [true, true, "holds", "it comes from a fork"],
  [true, false, "fails", "it does not come from a fork"],
  [false, true, "fails", "it comes from a fork"],
  [false, false, "holds", "it does not come from a fork"],
])("from-fork: %s, and it is %s: %s", (said, isFork, answer, reason) => {
  expect(evaluate(fromFork, said, { isFork })).toMatchObject({ answer, reason });
});

test("is not known of what landed nobody knows how", () => {
  expect(evaluate(fromFork, true, { broughtBy: null })).toMatchObject({
    answer: "unknown",
    reason: "it is not known by which change it landed, or who pushed it",
  });
  expect(evaluate(fromFork, true, { broughtBy: [] }).answer).toBe("fails");
});

test("takes true or false", () => {
  expect(refusals(fromFork, "yes")).not.toEqual([]);
});
