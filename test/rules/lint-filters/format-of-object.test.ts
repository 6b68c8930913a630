import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ['x = "{:~P}".format(length)', []],
  ['x = ("{:~P}"\n  .format(length))', []],
  ['x = "%y" % 3', ["PLE1300 1"]],
])("%s", async (text, expected) => {
  expect(await lintOf(["PLE1300"], `length = 1\n${text}\n`)).toEqual(expected.map((one) => one.replace(" 1", " 2")));
});
