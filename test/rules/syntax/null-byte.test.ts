import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ['x = "a\0b"\n', ["1:7"]],
  ["x = 1  # a\0b\n", ["1:11"]],
  ['x = """\na\0b\0c\n"""\n', ["2:2"]],
  ['x = "a\\0b"\n', []],
  // Told as a syntax error.
  ["x = 1\0\n", []],
])("%j", async (text, expected) => {
  expect(await placesIn("SYN-002", text)).toEqual(expected);
});
