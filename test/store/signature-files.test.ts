import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSignatureFiles } from "../../src/store/signature-files.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "countersign-signatures-"));
});
afterEach(() => rmSync(state, { recursive: true }));

test("the same block from several at once is kept once", async () => {
  const files = openSignatureFiles(state);
  const kept = await Promise.all(Array.from({ length: 8 }, () => files.keep("github.com/acme/study", "a block")));
  expect(kept).toEqual(Array.from({ length: 8 }, () => true));
  expect(await files.list("github.com/acme/study")).toEqual(["a block"]);
});

test("a repository's name is no path", async () => {
  const files = openSignatureFiles(state);
  await files.keep("../../acme", "a block");
  expect(await files.list("../../acme")).toEqual(["a block"]);
  expect(await files.list("acme")).toEqual([]);
});
