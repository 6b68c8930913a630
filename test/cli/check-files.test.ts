import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listGivenFiles, readContent, readGivenPaths } from "../../src/cli/check-files.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-vanish-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("what vanishes while it is looked for is not there", async () => {
  mkdirSync(join(root, "dags"));
  mkdirSync(join(root, "jobs"));
  writeFileSync(join(root, "jobs/a.yml"), "x: 1\n");
  const given = await readGivenPaths(["dags", "jobs"], root);
  rmSync(join(root, "dags"), { recursive: true });
  const files = await listGivenFiles(given, { root, repository: null });
  expect(files).toEqual(["jobs/a.yml"]);
  rmSync(join(root, "jobs"), { recursive: true });
  expect(await readContent(root, "jobs/a.yml", 10)).toEqual({ absent: true });
});
