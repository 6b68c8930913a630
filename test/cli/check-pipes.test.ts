import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";

/** A pipe to which nobody writes: who opens it waits for ever. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-pipes-"));
  mkdirSync(join(root, "dags"));
  writeFileSync(join(root, "dags/a.py"), "x = 1\n");
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
  git("tag", "first");
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=ada", "-c", "user.email=ada@example.com", ...args], { cwd: root });
}

function putPipe(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  rmSync(join(root, path), { force: true });
  execFileSync("mkfifo", [join(root, path)]);
}

describe("a pipe in the place of a file that git opens is told within seconds", () => {
  test.each<readonly [string, readonly string[]]>([
    [".git/HEAD", []],
    [".git/refs/heads/main", ["--base", "first"]],
    ["dags/.gitignore", []],
    [".gitattributes", ["--base", "first"]],
  ])("%s %j", { timeout: 10_000 }, async (pipe, args) => {
    writeFileSync(join(root, "dags/a.py"), "x = 2\n");
    putPipe(pipe);
    expect(await runCli(["check", ...args], { cwd: root })).toEqual({
      status: 2,
      stdout: "",
      stderr: `countersign: git cannot read ${root}: ${pipe} is a pipe, not a file. Remove it, or put the file there.\n`,
    });
  });

  test("one that all work trees of a clone share", { timeout: 10_000 }, async () => {
    git("worktree", "add", "--quiet", "beside");
    putPipe(".git/config");
    const { status, stderr } = await runCli(["check"], { cwd: join(root, "beside") });
    expect(status).toBe(2);
    expect(stderr).toContain(`: ../.git/config is a pipe, not a file.`);
  });
});

describe("a pipe in the place of a file that somebody named, or that a policy is looked for in", () => {
  test.each<readonly [string, readonly string[]]>([
    [".countersign.yml", []],
    ["p.yml", ["--policy", "p.yml"]],
    ["o.yml", ["--organisation-policy", "o.yml"]],
    ["n.yml", ["--node", "n.yml"]],
    ["inventory.json", ["--node", "node.yml"]],
  ])("%s %j", { timeout: 10_000 }, async (pipe, args) => {
    writeFileSync(
      join(root, "node.yml"),
      'node: n\npython: "3.12"\ncontrollers: [{ github: { login: ben, id: 123 } }]\ninventory: inventory.json\n',
    );
    putPipe(pipe);
    expect(await runCli(["check", ...args], { cwd: root })).toEqual({
      status: 2,
      stdout: "",
      stderr: `countersign: ${join(root, pipe)} is a pipe, not a file: nobody may ever write to it. Put a file there.\n`,
    });
  });
});

test("a pipe among the DAGs is told as a file that could not be checked", { timeout: 10_000 }, async () => {
  putPipe("dags/a.py");
  const { status, stdout } = await runCli(["check"], { cwd: root });
  expect(status).toBe(1);
  expect(stdout).toContain("it is not a regular file");
});
