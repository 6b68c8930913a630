import { expect, test } from "vitest";
import { lookAtBytes } from "../../src/analysis/look-at-bytes.ts";

const hex = (text: string) => Buffer.concat([Buffer.from(text, "hex"), Buffer.alloc(100)]);

test.each([
  [Buffer.from("x = 1\n"), "text"],
  [Buffer.alloc(0), "text"],
  [Buffer.from("\uFEFFtext", "utf16le"), "text"],
  [Buffer.from("GIF, as a word"), "text"],
  [
    Buffer.from("MZ is how a text may begin, too, and it has no null byte in its first characters, so it is a text"),
    "text",
  ],
  [hex("89504e470d0a1a0a"), "picture"],
  [hex("ffd8ffe0"), "picture"],
  [Buffer.from("%PDF-1.7\n"), "picture"],
  [hex("504b0304"), "archive"],
  [hex("1f8b08"), "archive"],
  [hex("7f454c46"), "program"],
  [hex("4d5a9000"), "program"],
  [hex("cffaedfe"), "program"],
  [hex("a70d0d0a00000000"), "program"],
  [hex("0102030405"), "binary"],
])("%#: %s", (content, form) => {
  expect(lookAtBytes(content).form).toBe(form);
});

test("a program is named", async () => {
  const { readFileSync } = await import("node:fs");
  expect(lookAtBytes(readFileSync(process.execPath)).what).toMatch(/^an? [A-Za-z]+ program$/);
});
