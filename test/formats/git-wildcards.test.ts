import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { matchAttributes } from "../../src/formats/git-attributes.ts";
import { compileWildcards } from "../../src/formats/git-wildcards.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { cpuMsOf } from "../support/cost-of.ts";

const patterns = [
  ...["*.py", "*", "**", "a", "/a", "a/", "dags/*.py", "dags/**", "dags/**/x.py", "**/x.py", "**/dags/*", "/dags/**/*"],
  ...[
    "d?gs/*",
    "[a-c].py",
    "[!a-c].py",
    "[^a-c].py",
    "x[.]py",
    "[]a].py",
    "x\\.py",
    "x\\*.py",
    "a**b.py",
    "dags/**b.py",
    "**/",
    "a/**/b/**/c",
  ],
  ...["*e*e*e*.p?", "dags/[a-z]*/*.py", "[.py", "{a,b}.py", "(a).py", "x.py ", "dags*", "*/x.py", "*/*/x.py"],
];
const paths = [
  ...["a", "a.py", "b.py", "d.py", "x.py", "x*.py", "ab.py", "a1b.py", "dags/x.py", "dags/a.py", "dags/deep/x.py"],
  ...[
    "dags/deep/er/x.py",
    "other/dags/x.py",
    "].py",
    "[.py",
    "{a,b}.py",
    "(a).py",
    "a/b/c",
    "a/x/b/y/z/c",
    "a/b",
    "eee.py",
    "dags/ab.py",
  ],
];

test("as git itself has it", () => {
  const { directory, git } = makeRepository(join(temporaryDirectory(), "work"));
  const wrong: string[] = [];
  for (const pattern of patterns) {
    writeFileSync(join(directory, ".gitattributes"), `${pattern.replaceAll(" ", "")} mark\n`);
    const answer = execFileSync("git", ["check-attr", "--stdin", "mark"], {
      cwd: directory,
      encoding: "utf8",
      input: paths.join("\n"),
    });
    const matches = matchAttributes(pattern.replaceAll(" ", ""), "");
    for (const [index, line] of answer.trim().split("\n").entries()) {
      const path = paths[index] ?? "";
      if (line.endsWith(": set") !== matches(path)) wrong.push(`${pattern} of ${path}: git says ${line}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(git("status", "--short")).toContain(".gitattributes");
});

test("what takes others for ever", async () => {
  const taken = await cpuMsOf(() => {
    expect(compileWildcards("*?".repeat(200))("x".repeat(100))).toBe(false);
    expect(compileWildcards(`${"**/".repeat(100)}y`)("x/".repeat(1000))).toBe(false);
  });
  expect(taken).toBeLessThan(3000);
});
