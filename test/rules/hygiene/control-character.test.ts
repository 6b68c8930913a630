import { expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const inspect = (text: string, path = "dags/a.py") => told("HYG-005", path, text);

test.each([
  ["escape", 'x = "\u001b[2K"\n', ["1:6 The control character U+001B (escape) stands here."]],
  ["backspaces", "# a\b\b\b\n", ["1:4 The control character U+0008 (backspace) and 2 more stand on this line."]],
  ["delete", "# \u007f\n", ["1:3 The control character U+007F (delete) stands here."]],
  ["of the second row", "# \u009b\n", ["1:3 The control character U+009B stands here."]],
  ["tab, form feed, line ends", "\tx\n\f\r\n", []],
  ["an escape that can be read", 'x = "\\x1b[2K"\n', []],
])("%s", async (_, text, expected) => {
  expect(await inspect(text)).toEqual(expected);
});

test("prose and recordings may have them", async () => {
  expect(await inspect("\u001b[2K\n", "docs/session.log")).toEqual([]);
});
