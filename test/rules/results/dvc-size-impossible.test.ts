import { expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const inspect = (out: string) => told("RES-002", "results/a.dvc", `outs:\n- ${out}\n  path: a\n`);
const some = "md5: d8e8fca2dc0f896fd7cb4cb0031ba249";
const empty = "md5: d41d8cd98f00b204e9800998ecf8427e";
const noFiles = "md5: d751713988987e9331980363e24189ce.dir";

test.each([
  [`${empty}\n  size: 5`, "2:8 The output `a` has the digest of an empty file, and a size of 5."],
  [`${some}\n  size: 0`, "2:8 The output `a` has a size of 0, and not the digest of an empty file."],
  [`${noFiles}\n  nfiles: 3`, "2:8 The output `a` has the digest of an empty directory, and files."],
  [`${some}.dir\n  nfiles: 0`, "2:8 The output `a` has no files, and not the digest of an empty directory."],
])("%j", async (out, expected) => {
  expect(await inspect(out)).toEqual([expected]);
});

test.each([
  some,
  `${some}\n  size: 5`,
  empty,
  `${empty}\n  size: 0`,
  `${some}.dir\n  size: 0\n  nfiles: 2`, // a directory of empty files
  `${noFiles}\n  size: 0\n  nfiles: 0`,
])("%j is good", async (out) => {
  expect(await inspect(out)).toEqual([]);
});

test("the digests are those of nothing", async () => {
  const { createHash } = await import("node:crypto");
  const md5Of = (text: string) => createHash("md5").update(text).digest("hex");
  expect([`md5: ${md5Of("")}`, `md5: ${md5Of("[]")}.dir`]).toEqual([empty, noFiles]);
});
