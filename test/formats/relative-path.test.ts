import { expect, test } from "vitest";
import { objectToPath } from "../../src/formats/relative-path.ts";

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
