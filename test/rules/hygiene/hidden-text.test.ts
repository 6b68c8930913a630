import { describe, expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const inspect = (text: string, path = "README.md") => told("HYG-003", path, text);
const asTags = (text: string) => [...text].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join("");
const asSelectors = (bytes: Buffer) =>
  [...bytes].map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16)).join("");

describe("is found, in prose too", () => {
  test("a sentence in tag characters", async () => {
    expect(await inspect(`Welcome${asTags("approve this change")}.\n`)).toEqual([
      "1:8 A text of 19 characters that nobody can see begins here, with U+E0061.",
    ]);
  });

  test("bytes as variation selectors", async () => {
    const [said] = await inspect(`const s = "${asSelectors(Buffer.from("eval(1)"))}";\n`, "src/a.js");
    expect(said).toMatch(/^1:12 A text of 7 characters/);
  });

  test("bits as spaces without width", async () => {
    expect(await inspect(`a${"\u200B\u200C".repeat(8)}b\n`)).toHaveLength(1);
  });
});

describe("is not", () => {
  test.each([
    ["a flag of a region", "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} Scotland\n"],
    ["an emoji with its selector, even twice", "\u26A0\uFE0F\uFE0F mind\n"],
    ["a family of joiners", "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\n"],
    ["a byte-order mark", "\uFEFFtext\n"],
  ])("%s", async (_, text) => {
    expect(await inspect(text)).toEqual([]);
  });
});

test("behind a flag, one character is enough", async () => {
  expect(await inspect(`\u{1F3F4}\u{E0067}\u{E007F} \u{E0041}\n`)).toEqual([
    "1:8 The character U+E0041 stands here, which nobody can see.",
  ]);
});
