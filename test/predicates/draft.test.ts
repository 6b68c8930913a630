import { expect, test } from "vitest";
import { draft } from "../../src/predicates/draft.ts";
import { evaluate, refusals } from "./evaluate.ts";

test.each([
  [true, true, "holds", "it is a draft"],
  [true, false, "fails", "it is no draft"],
  [false, true, "fails", "it is a draft"],
  [false, false, "holds", "it is no draft"],
])("draft: %s, and it is %s: %s", (said, isDraft, answer, reason) => {
  expect(evaluate(draft, said, { isDraft })).toMatchObject({ answer, reason });
});

test("takes true or false", () => {
  expect(refusals(draft, 1)).not.toEqual([]);
});

test("is not known of what landed nobody knows how", () => {
  expect(evaluate(draft, true, { broughtBy: null }).answer).toBe("unknown");
});
