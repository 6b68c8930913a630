import { execFileSync } from "node:child_process";
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

test("a folder whose path is too long to be opened is told, and what stands beside it is read", async () => {
  writeFileSync(join(root, "a.py"), "x = 1\n");
  const nested = `for n in $(seq 50); do mkdir ${"d".repeat(100)}; cd ${"d".repeat(100)}; done; echo 'x = 1' > b.py`;
  execFileSync("bash", ["-c", nested], { cwd: root });
  const files = await listGivenFiles(await readGivenPaths([root], root), { root, repository: null });
  const [first, deep = ""] = files;
  expect([first, files.length]).toEqual(["a.py", 2]);
  expect(await readContent(root, deep, 10)).toEqual({
    unread: "its path is too long for this machine; shorten it",
    isOpaque: true,
  });
});
