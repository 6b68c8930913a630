import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

/** Trees that try to make the check fall over, or look away. */
const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const answer = z.object({
  findings: z.array(z.object({ rule: z.string(), path: z.string() })),
  unread: z.array(z.object({ path: z.string(), reason: z.string() })),
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-hostile-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A name is latin-1 here: `é` is a byte that is no UTF-8. */
function write(path: string, content: string | Buffer): void {
  mkdirSync(Buffer.from(join(root, dirname(path)), "latin1"), { recursive: true });
  writeFileSync(Buffer.from(join(root, path), "latin1"), content);
}

function git(...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=ada", "-c", "user.email=ada@example.com", ...args], { cwd: root });
}

function check(...args: readonly string[]) {
  const done = spawnSync(process.execPath, [main, "check", ...args, "--format", "json"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(done.stderr).toBe("");
  return { status: done.status, ...answer.parse(JSON.parse(done.stdout)) };
}

describe("a name that is not UTF-8", () => {
  const misread = (path: string) => ({ path, reason: "its name is not UTF-8; rename it" });
  const both = [misread("dags/caf\uFFFD.py"), misread("dags/d\uFFFD/a.py")];

  test("is told, in git, as a change, and outside of git, where its folder stands for all in it", () => {
    write("dags/café.py", "x = 1\n");
    write("dags/dé/a.py", "x = 1\n");
    write("dags/a.py", "x = 1\n");
    expect(check()).toMatchObject({ status: 1, unread: [both[0], misread("dags/d\uFFFD")] });
    git("init", "--quiet");
    expect(check()).toMatchObject({ status: 1, unread: both });
    git("add", "dags/a.py");
    git("commit", "--quiet", "--message", "first");
    git("add", "--all");
    expect(check("--base", "HEAD")).toMatchObject({ status: 1, unread: both });
  });
});

test("a clone's own configuration starts nothing", () => {
  write("dags/a.py", "x = 1\n");
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
  write("dags/a.py", "x = 2\n");
  write(".gitattributes", "* filter=mine diff=mine\n");
  const mark = join(root, ".git", "started");
  const settings = [
    "core.fsmonitor",
    "filter.mine.clean",
    "filter.mine.process",
    "diff.external",
    "diff.mine.textconv",
  ];
  for (const one of settings) git("config", one, `touch ${mark}-${one}; false`);
  git("config", "filter.mine.required", "true");
  const { unread, findings } = check("--base", "HEAD");
  expect(unread).toEqual([]);
  expect(new Set(findings.map(({ path }) => path))).toEqual(new Set([".gitattributes"]));
  expect(readdirSync(join(root, ".git")).filter((name) => name.startsWith("started"))).toEqual([]);
});

test("a base that leaves out a commit, and a `.git` that points to no folder: told without a stack trace", () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [main, "check", ...args], { cwd: root, encoding: "utf8" });
  write("dags/a.py", "x = 1\n");
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
  expect(run("--base", "^HEAD")).toMatchObject({ status: 2, stderr: expect.stringContaining("There is no `^HEAD`") });
  rmSync(join(root, ".git"), { recursive: true });
  write(".git", "gitdir: /dev/null\n");
  const { status, stderr } = run();
  expect(status).toBe(3);
  expect(stderr).toMatch(/^countersign: git could not list the files/);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("a reader that leaves early gets no stack trace", () => {
  write("dags/a.py", "x = eval(y)\n".repeat(3_000));
  const { stdout, stderr } = spawnSync(
    "bash",
    ["-c", `"${process.execPath}" "${main}" check --format github | head -n 1`],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(stdout).toMatch(/^::\w+ file=dags\/a\.py,line=1/);
  expect(stderr).toBe("");
});

test("lines of 100 MB, deep nesting, aliases of aliases: each file is told of, and the others are read", () => {
  const letters = [..."abcdefghijkl"];
  const bomb = letters
    .map((one, n) => `${one}: &${one} [${`*${letters[n - 1]},`.repeat(n === 0 ? 0 : 9)}x]\n`)
    .join("");
  write("dags/line.py", Buffer.alloc(100_000_000, "a"));
  write("dags/deep.py", `# airflow dag\nx = ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`);
  write("dags/points.py", `# airflow dag\n${":".repeat(300_000)}\n`);
  write("dags/new\nline.py", "x = = 1\n");
  write("argocd/bomb.yaml", bomb);
  write("argocd/deep.yaml", `a:\n${Array.from({ length: 1500 }, (_, n) => `${" ".repeat(n + 1)}a:\n`).join("")}`);
  write("jobs/bomb.yml", bomb);
  write("jobs/deep.yml", "[".repeat(100_000));
  const { status, findings, unread } = check();
  expect(status).toBe(1);
  const told = [...findings.map(({ rule, path }) => `${rule} ${path}`), ...unread.map(({ path }) => `unread ${path}`)];
  expect(new Set(told)).toEqual(
    new Set([
      ...["ENV-001 argocd/bomb.yaml", "ENV-001 argocd/deep.yaml", "JOB-001 jobs/bomb.yml", "JOB-001 jobs/deep.yml"],
      ...["SYN-001 dags/points.py", "SYN-001 dags/new\nline.py", "unread dags/deep.py", "unread dags/line.py"],
    ]),
  );
});
