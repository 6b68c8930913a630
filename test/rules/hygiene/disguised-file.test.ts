import { expect, test } from "vitest";
import type { ContentLooks } from "../../../src/rules/changed-path.ts";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (path: string, form: ContentLooks["form"], more: object = {}) =>
  toldOfChange("HYG-017", path, { looks: { form, what: null }, ...more });

test.each([
  ["a.png", "archive", "`a.png` is a picture by its name, and an archive by its bytes."],
  ["a.PDF", "text", "`a.PDF` is a picture by its name, and a text by its bytes."],
  ["a.woff2", "program", "`a.woff2` is a picture by its name, and a program by its bytes."],
  ["a.sh", "program", "`a.sh` is a text by its name, and a program by its bytes."],
  ["a.md", "archive", "`a.md` is a text by its name, and an archive by its bytes."],
] as const)("%s, which is %s", async (path, form, said) => {
  expect(await inspect(path, form)).toEqual([`${path} ${said}`]);
});

test.each([
  ["a.png", "picture"],
  ["a.jpg", "binary"], // of a format whose beginning is not known
  ["a.md", "text"],
  ["a.md", "binary"],
  ["a.zip", "archive"],
  ["a.bin", "text"],
] as const)("%s, which is %s, is good", async (path, form) => {
  expect(await inspect(path, form)).toEqual([]);
});

test("a pointer of Git LFS is a text under any name", async () => {
  expect(await inspect("a.png", "text", { size: 130 })).toEqual([]);
});
