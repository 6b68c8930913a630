import { expect, test } from "vitest";
import { folderOf, objectToPath, pathFrom } from "../../src/formats/relative-path.ts";

test.each([
  ["../a", "has `..`"],
  ["/a", "is absolute"],
  ["a//b", "has an empty or `.` part"],
  [".git/config", "goes into `.git`"],
  ["a/.GIT/hooks/pre-commit", "goes into `.git`"],
  ["a\\b", "has a backslash"],
])("%s %s", (path, objection) => {
  expect(objectToPath(path)).toBe(objection);
});

test.each(["a.csv", "a/.gitignore", "a.git/b", ".github/a"])("%s is good", (path) => {
  expect(objectToPath(path)).toBeNull();
});

test.each([
  ["", "a/b.py", "a/b.py"],
  ["dags", "./x//y/", "dags/x/y"],
  ["dags/acme", "../../x", "x"],
  ["dags", "../..", null],
  ["dags", "/etc", null],
  ["", "..", null],
])("from %j, %j is %j", (folder, path, expected) => {
  expect(pathFrom(folder, path)).toBe(expected);
});

test("the folder of a path", () => {
  expect([folderOf("a.py"), folderOf("dags/a.py"), folderOf("dags/b/a.py")]).toEqual(["", "dags", "dags/b"]);
});
