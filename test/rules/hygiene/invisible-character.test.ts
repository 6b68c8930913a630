import { describe, expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const inspect = (text: string, path = "dags/a.py") => told("HYG-004", path, text);

test.each([
  ["a space without width", 'x = "patients\u200B"\n', "1:14 U+200B (zero width space) stands here"],
  ["a soft hyphen", 'x = "a\u00ADb"\n', "1:7 U+00AD (soft hyphen) stands here"],
  ["a Hangul filler, which may be in a name", "\u3164 = 1\nx\u3164 = 1\n", "2:2 U+3164 (Hangul filler) stands here"],
  ["a line separator", 'x = "a\u2028b"\n', "1:7 U+2028 (line separator) stands here"],
  ["a joiner between Latin letters", 'x = "a\u200Db"\n', "1:7 U+200D (zero width joiner) stands here"],
  ["a byte-order mark inside", 'x = "a\uFEFFb"\n', "1:7 U+FEFF (byte-order mark) stands here"],
])("%s", async (_, text, expected) => {
  const said = await inspect(text);
  expect(said.at(-1)?.startsWith(expected)).toBe(true);
});

test("several on a line are one finding", async () => {
  expect(await inspect('x = "a\u200Bb\u200Bc\u200B"\n')).toEqual([
    "1:7 U+200B (zero width space) and 2 more on this line cannot be seen.",
  ]);
});

describe("is at home", () => {
  test.each([
    ["a byte-order mark at the start", "\uFEFFx = 1\n"],
    ["a joiner in an emoji", 'x = "\u{1F468}\u200D\u{1F469}"\n'],
    ["a joiner behind a skin tone", 'x = "\u{1F44D}\u{1F3FD}\u200D\u2642\uFE0F"\n'],
    ["a non-joiner in Persian", 'x = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"\n'],
    ["a joiner in Devanagari", 'x = "\u0915\u094D\u200D\u0937"\n'],
  ])("%s", async (_, text) => {
    expect(await inspect(text)).toEqual([]);
  });

  test("prose", async () => {
    expect(await inspect("a\u200Bb\n", "docs/a.md")).toEqual([]);
  });
});
