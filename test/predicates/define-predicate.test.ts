import { expect, test } from "vitest";
import { fails, holds, unknown } from "../../src/predicates/define-predicate.ts";

test("what does not speak of paths names none", () => {
  expect(holds("so")).toEqual({ answer: "holds", reason: "so", paths: [] });
  expect(fails("so")).toEqual({ answer: "fails", reason: "so", paths: [] });
  expect(unknown("so")).toEqual({ answer: "unknown", reason: "so", paths: [] });
  expect(holds("so", ["a"]).paths).toEqual(["a"]);
  expect(fails("so", ["a"]).paths).toEqual(["a"]);
});
