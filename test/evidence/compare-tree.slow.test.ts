import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compareTree } from "../../src/evidence/compare-tree.ts";
import { releaseStatement } from "./statements.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-tree-"));
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** `folders` of a hundred small files each, and what was signed of them. */
function makeTree(folders: number) {
  const files: Record<string, string> = {};
  for (let folder = 0; folder < folders; folder += 1) {
    mkdirSync(join(root, `f${folder}`), { mode: 0o755 });
    for (let n = 0; n < 100; n += 1) {
      const [path, content] = [`f${folder}/n${n}.py`, `${folder} ${n}\n`];
      writeFileSync(join(root, path), content, { mode: 0o644 });
      files[path] = createHash("sha256").update(content).digest("hex");
    }
  }
  return releaseStatement({}, files);
}

const codes = (flaws: readonly { readonly code: string }[]) => [...new Set(flaws.map(({ code }) => code))];

test("a very large release is compared whole, in a time that one waits for", { timeout: 120_000 }, () => {
  const statement = makeTree(500);
  const started = performance.now();
  const { sound, flaws, tree } = compareTree(root, statement);
  expect({ sound, codes: codes(flaws), tree }).toEqual({ sound: 50_000, codes: [], tree: expect.any(String) });
  expect(performance.now() - started).toBeLessThan(60_000);
});
