import { expect, test } from "vitest";
import { areDisjoint } from "../../../src/rules/dependencies/compare-specifiers.ts";

test.each([
  ["==2.32.3", "==2.32.4", true],
  [">=2", "<2", true],
  [">=2", "<2.1", false],
  ["==2.32.3", "==2.9999999999999999999932.3", false], // no number can hold it: what cannot be told is "no"
])("%s and %s", (one, other, expected) => {
  expect(areDisjoint(one, other)).toBe(expected);
});
