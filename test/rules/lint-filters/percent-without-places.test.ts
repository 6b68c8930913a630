import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ['x = "text" % locals()', []],
  ['x = "text" % (locals())', []],
  ['x = "%s %s" % (1, 2, 3)', ["F507 1"]],
  ['x = "%s %s" % (1,)', ["F507 1"]],
])("%s", async (text, expected) => {
  expect(await lintOf(["F507"], `${text}\n`)).toEqual(expected);
});
