import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isHeld, readContent } from "../../src/analysis/file-content.ts";
import { holdOf, readFiles } from "../../src/cli/check-read.ts";
import { runCli } from "../support/run-cli.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-many-"));
  mkdirSync(join(root, "dags"));
});
afterEach(() => rmSync(root, { recursive: true }));

function writeMany(count: number): readonly string[] {
  const paths = Array.from({ length: count }, (_, index) => `dags/m${index}.py`);
  for (const path of paths) writeFileSync(join(root, path), "x = 1\n");
  return paths;
}

async function readDags(paths: readonly string[]) {
  const places = { root, kindOf: () => "dag", mayHold: () => true, submodules: new Set<string>() };
  const wanted = new Map(paths.map((path) => [path, null]));
  const { files } = await readFiles(wanted, places, holdOf(root, paths));
  return files;
}

test("of a large tree no Python file is in memory before its turn, of a small one all are", async () => {
  const many = writeMany(201);
  expect((await readDags(many)).filter(isHeld)).toEqual([]);
  expect((await readDags(many.slice(1))).filter(isHeld)).toHaveLength(200);
});

test("what is looked into before its turn is held whatever the tree's size", async () => {
  writeFileSync(join(root, "dags/archive.zip"), "PK");
  const files = await readDags([...writeMany(201), "dags/archive.zip"]);
  expect(files.filter(isHeld).map(({ path }) => path)).toEqual(["dags/archive.zip"]);
});

test("a file that is gone or another when its turn comes", async () => {
  const [first, second] = await readDags(writeMany(201));
  writeFileSync(join(root, "dags/m0.py"), "y = 2\n");
  rmSync(join(root, "dags/m1.py"));
  expect([first, second].map((one) => one?.content.length)).toEqual([6, 6]);
  expect(await readContent(first?.content ?? new Uint8Array())).toEqual({ content: Buffer.from("y = 2\n") });
  expect(await readContent(second?.content ?? new Uint8Array())).toEqual({
    unread: "it was removed while it was checked",
  });
});

test("a check of many files says of each what it says of few, with its line", async () => {
  writeMany(201);
  writeFileSync(join(root, "dags/m7.py"), "import os\nx = = 1\n");
  const { status, stdout } = await runCli(["check", "."], { cwd: root, env: { NO_COLOR: "1" } });
  expect(status).toBe(1);
  expect(stdout).toContain("dags/m7.py:2:5: error[SYN-001]");
  expect(stdout).toContain("2 | x = = 1");
});
