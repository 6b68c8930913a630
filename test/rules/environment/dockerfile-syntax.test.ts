import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (text: string, path = "Dockerfile") => toldBy("ENV-021", text, { path });

test.each([
  ["FROM a\nRUNN b\n", ["2:1 Unknown instruction `RUNN`. Did you mean `RUN`?"]],
  ["RUN a\nFROM b\n", ["1:1 `RUN` stands before the first `FROM`."]],
  ["FROM\n", ["1:1 `FROM` names no image."]],
  ["ARG A\n", ["1:1 The file has no `FROM`, so there is nothing to build on."]],
  ["", ["1:1 The file has no `FROM`, so there is nothing to build on."]],
])("%j", async (text, expected) => {
  expect(await told(text)).toEqual(expected);
});

test.each([
  [
    "small letters, continued lines, heredocs",
    `# syntax=docker/dockerfile:1\nARG A=1\nfrom a:\${A}\nRun a \\\n  # comment\n  b\nRUN <<EOF\nFOO bar\nEOF\nonbuild run c\n`,
  ],
  ["carriage returns", "FROM a\r\nRUN b \\\r\n  c\r\n"],
  ["other escapes", "# escape=`\nFROM a\nRUN b `\n  c\n"],
])("says nothing of %s", async (_, text) => {
  expect(await told(text)).toEqual([]);
});

test("another front end reads it in its own way", async () => {
  expect(await told("# syntax=example/front:1\nFOO\n")).toEqual([
    "open: its `# syntax=` line names a front end of its own, which decides what the file means",
  ]);
});

test("by its name, in any folder", async () => {
  for (const path of ["locations/study/Dockerfile", "Dockerfile.dev", "study.Dockerfile", "Containerfile"]) {
    expect(await told("FOO\nFROM a\n", path)).toHaveLength(1);
  }
  for (const path of ["Dockerfile.dockerignore", "docs/Dockerfile.md", "Dockerfile.j2"])
    expect(await told("FOO\n", path)).toEqual([]);
});
