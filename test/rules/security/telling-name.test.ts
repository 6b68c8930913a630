import { expect, test } from "vitest";
import { mightTell } from "../../../src/rules/security/telling-name.ts";

test.each([
  ['password = "x"', true],
  ['db["password"] = b"x"', true],
  ['token: str | None = (\n    "x"', true],
  ['{"api key": "x"}', true],
  [`secret${" ".repeat(440)}= "x"`, true],
  ['a = "x"; password = get()', false],
  [`secret${" ".repeat(460)}= "x"`, false],
  ["password = get()", false],
  ['name = "x"', false],
  ["", false],
])("of %j: %s", (code, expected) => {
  expect(mightTell(code)).toBe(expected);
});

test("many names and signs are looked at once", () => {
  expect(mightTell("token:((((".repeat(400_000))).toBe(false);
});
