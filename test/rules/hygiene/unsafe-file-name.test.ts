import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (path: string, more: object = {}) => toldOfChange("HYG-014", path, more);

test.each([
  ["dags/a\nb.py", "has a control character"],
  ["dags/\u001b[2Ka.py", "has a control character"],
  ["dags/\u202Eyp.a", "has a character that nobody can see"],
  ["dags/a\u200B.py", "has a character that nobody can see"],
  ["dags/\u3164.py", "has a character that nobody can see"],
  ["dags/\uFFFD.py", "is not UTF-8"],
  ["dags\\a.py", "has a backslash"],
  ["dags/a.py ", "begins or ends with a space"],
  ["-rf", "begins with a dash"],
  ["dags/--help/a.py", "begins with a dash"],
  ["x/.GIT/config", "stands for git's own folder on some machines"],
  ["x/.git. ./config", "stands for git's own folder on some machines"],
  ["x/git~1/config", "stands for git's own folder on some machines"],
  ["x/.git::$INDEX_ALLOCATION/config", "stands for git's own folder on some machines"],
  ["x/.g\u200Cit/config", "stands for git's own folder on some machines"],
])("%j", async (path, why) => {
  const [said = "", ...others] = await inspect(path);
  expect(others).toEqual([]);
  expect(said.slice(path.length)).toContain(` ${why}.`);
  expect(said.slice(path.length)).not.toMatch(/[\p{Cc}\u202E\u200B]/u);
});

test.each([
  ".gitignore",
  ".gitattributes",
  ".github/workflows/ci.yml",
  ".git-blame-ignore-revs",
  "docs/Zählung 2026 (final).md",
  "dags/a-b_c.d.py",
  "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.md",
])("%s is good", async (path) => {
  expect(await inspect(path)).toEqual([]);
});

test("to rename it is how it is mended", async () => {
  expect(await inspect("-x", { status: "removed" })).toEqual([]);
  expect(await inspect("x", { status: "renamed", previousPath: "-x" })).toEqual([]);
});
