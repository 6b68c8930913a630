import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffTrees } from "../../src/git/diff-trees.ts";
import { emptyTree } from "../../src/git/git-environment.ts";
import { createPatchReader, keepNewLines } from "../../src/git/patch-lines.ts";
import { readChangedLines, readChangedLinesOfWorkTree } from "../../src/git/read-changed-lines.ts";
import { fuzzed } from "../support/fuzzed.ts";
import { commitRawTree, makeRepository, type TestRepository, temporaryDirectory } from "./repository.ts";

const mirrorOf = (repository: TestRepository) => ({ directory: join(repository.directory, ".git") });
const setUp = (): TestRepository => makeRepository(join(temporaryDirectory(), "work"));

/** What git says of one file alone, in bytes that no content can be mistaken for: content begins with + or -, and ends with a line feed. */
function rangesOfOne({ directory }: TestRepository, from: string, to: string, path: string): [number, number][] {
  const patch = execFileSync(
    "git",
    ["--literal-pathspecs", "diff-tree", "-r", "-p", "-U0", "--text", "--no-renames", from, to, "--", path],
    { cwd: directory, encoding: "latin1" },
  );
  return patch.split("\n").flatMap((line): [number, number][] => {
    const [, start, length = "1"] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    return start === undefined || length === "0" ? [] : [[Number(start), Number(start) + Number(length)]];
  });
}

const filled = (ranges: readonly (readonly [number, number])[] | null | undefined) =>
  ranges?.filter(([start, end]) => end > start);

test.each([
  [null, null],
  [[], []],
  [[[3, 3]], []],
  [
    [
      [1, 2],
      [4, 4],
      [6, 9],
    ],
    [
      [1, 2],
      [6, 9],
    ],
  ],
] as const)("of %j hold a new line: %j", (ranges, expected) => {
  expect(keepNewLines(ranges)).toEqual(expected);
});

describe("the changed lines of all files", () => {
  test("are new, in order; where lines were only removed stands an empty range before what follows", async () => {
    const repository = setUp();
    const before = repository.commit({ f: "1\n2\n3\n4\n5\n", g: "1\n2\n3\n", same: "1\n" });
    const after = repository.commit({ f: "1\ntwo\n3\n5\n6\n@@ -1 +1 @@\n", g: "2\n3\n" });
    expect([...(await readChangedLines(mirrorOf(repository), before, after))]).toEqual([
      [
        "f",
        [
          [2, 3],
          [4, 4],
          [5, 7],
        ],
      ],
      ["g", [[1, 1]]],
    ]);
    expect(await readChangedLines(mirrorOf(repository), before, before)).toEqual(new Map());
    expect(await readChangedLines(mirrorOf(repository), emptyTree, after)).toEqual(new Map());
  });

  test("are the same as git tells of each file alone, whatever the lines hold", async () => {
    const line = fc.constantFrom(
      "a",
      "b",
      "c",
      "",
      "diff --git a/f0 b/f0",
      "--- a/f1",
      "+++ b/f1",
      "@@ -1 +1 @@",
      "@@ -0,0 +1,99 @@ x",
      "\\ No newline at end of file",
      "Binary files a/f0 and b/f0 differ",
      "\r@@ -1 +1,50 @@",
      "\u2028@@ -1 +1,50 @@",
      "x\r",
      ":100644 100644 1 2 M",
    );
    const content = fc
      .tuple(fc.array(line, { maxLength: 14 }), fc.boolean(), fc.constantFrom("\n", "\r\n"))
      .map(([all, isEnded, newline]) => all.join(newline) + (isEnded ? newline : ""));
    const tree = fc.array(content, { minLength: 6, maxLength: 6 });
    const repository = setUp();
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, other) => {
        const toFiles = (all: string[]) => Object.fromEntries(all.map((text, index) => [`f${index}`, text]));
        const [before, after] = [repository.commit(toFiles(one)), repository.commit(toFiles(other))];
        const read = await readChangedLines(mirrorOf(repository), before, after);
        expect([...read.keys()]).toEqual(Object.keys(toFiles(one)).filter((_, index) => one[index] !== other[index]));
        for (const [path, ranges] of read)
          expect(filled(ranges), path).toEqual(rangesOfOne(repository, before, after, path));
      }),
      fuzzed(40),
    );
  });

  test("belong to their file, whatever its name", async () => {
    const repository = setUp();
    const names = [
      "a b/a b",
      " b/x",
      'q"uo\\te',
      "tab\tand\nline feed\n@@ -1 +1 @@\ndiff --git a/x b/x",
      "x",
      "ü/€",
      "\x01\x7f\r",
      "-p",
      "*[x]?",
      ":(top)x",
      "a/diff --git a",
    ];
    const write = (end: string) =>
      Object.fromEntries(names.map((name, index) => [name, `${"1\n".repeat(index)}${end}`]));
    const [before, after] = [repository.commit(write("old\n")), repository.commit(write("new"))];
    const read = await readChangedLines(mirrorOf(repository), before, after);
    expect(Object.fromEntries(read)).toEqual(
      Object.fromEntries(names.map((name, index) => [name, [[index + 1, index + 2]]])),
    );
  });

  test("are not known of two names that become the same, nor of binary files and large ones", async () => {
    const repository = setUp();
    const twins = (content: string) => [
      { mode: "100644", name: Buffer.from([0x61, 0xfe]), content },
      { mode: "100644", name: Buffer.from([0x61, 0xff]), content: `${content}more\n` },
      { mode: "100644", name: Buffer.from([0x62, 0xff]), content: `1\n${content}` },
    ];
    const first = commitRawTree(repository, twins("1\n"));
    const second = commitRawTree(repository, twins("2\n"));
    expect([...(await readChangedLines(mirrorOf(repository), first, second))]).toEqual([
      ["a\ufffd", null],
      ["b\ufffd", [[2, 3]]],
    ]);

    const large = "1\n".repeat(3_000_000);
    const before = repository.commit({ "a.bin": "1\0\n", "b.txt": large, c: "1\n" });
    const after = repository.commit({ "a.bin": "2\0\n", "b.txt": `${large}2\n`, c: "2\n" });
    expect([...(await readChangedLines(mirrorOf(repository), before, after))]).toEqual([
      ["a.bin", null],
      ["b.txt", null],
      ["c", [[1, 2]]],
    ]);
  });

  test("are of each file that has its name still: what is added, renamed or made a link is not among them", async () => {
    const repository = setUp();
    const long = Array.from({ length: 20 }, (_, index) => `${index}\n`).join("");
    const before = repository.commit({ old: long, gone: "1\n", link: "1\n", mode: "1\n", kept: "1\n" });
    rmSync(join(repository.directory, "link"));
    symlinkSync("kept", join(repository.directory, "link"));
    chmodSync(join(repository.directory, "mode"), 0o755);
    const after = repository.commit({ old: null, new: `${long}more\n`, gone: null, added: "x\n", kept: "2\n" });
    const read = await readChangedLines(mirrorOf(repository), before, after);
    expect([...read]).toEqual([
      ["kept", [[1, 2]]],
      ["mode", []],
    ]);
    const { items } = await diffTrees(mirrorOf(repository), before, after);
    expect(items.find(({ path }) => path === "new")?.status).toBe("renamed");
    for (const path of read.keys()) expect(items.find((one) => one.path === path)?.status).toBe("modified");
  });

  test("of 3,000 files come from one process; past a limit they are not known", async () => {
    const repository = setUp();
    const paths = Array.from({ length: 3_000 }, (_, index) => `d${index % 7}/${String(index).padStart(4, "0")}`);
    for (const day of new Set(paths.map((path) => path.slice(0, 2)))) mkdirSync(join(repository.directory, day));
    const write = (end: string) => {
      for (const path of paths) writeFileSync(join(repository.directory, path), `${path}\n${end}\nx\n${end}\n`);
      return repository.commit({});
    };
    const [before, after] = [write("1"), write("2")];
    const read = await readChangedLines(mirrorOf(repository), before, after);
    expect([...read.keys()]).toEqual(paths.toSorted());
    const ranges = [
      [2, 3],
      [4, 5],
    ];
    for (const one of read.values()) expect(one).toEqual(ranges);

    const few = await readChangedLines(mirrorOf(repository), before, after, { ranges: 101, timeoutMs: 60_000 });
    const known = [...few.values()].filter((one) => one !== null);
    expect([few.size, known.length]).toEqual([3_000, 50]);
    for (const one of known) expect(one).toEqual(ranges);
    const late = await readChangedLines(mirrorOf(repository), before, after, { ranges: 1e6, timeoutMs: 0 });
    expect([...late.values()].every((one) => one === null)).toBe(true);
  });

  test("fail with git", async () => {
    const repository = setUp();
    const sha = repository.commit({ a: "1" });
    const missing = "1".repeat(40);
    await expect(readChangedLines(mirrorOf(repository), missing, sha)).rejects.toMatchObject({ name: "GitError" });
    await expect(readChangedLines(mirrorOf(repository), "--output=x", sha)).rejects.toMatchObject({
      code: "ref-not-found",
    });
  });
});

test("the changed lines of a working tree do not depend on the settings of its clone", async () => {
  const repository = setUp();
  const before = repository.commit({ a: "1\n2\n3\n4\n", "sub/b c": "1\n" });
  for (const [key, value] of [
    ["diff.noprefix", "true"],
    ["diff.mnemonicPrefix", "true"],
    ["diff.interHunkContext", "9"],
    ["diff.context", "9"],
    ["color.ui", "always"],
    ["diff.external", "false"],
    ["diff.renames", "copies"],
  ] as const)
    repository.git("config", key, value);
  writeFileSync(join(repository.directory, "a"), "one\n2\n3\nfour\n");
  writeFileSync(join(repository.directory, "sub/b c"), "2\n");
  const clone = { directory: join(repository.directory, ".git"), top: repository.directory };
  expect([...(await readChangedLinesOfWorkTree(clone, before))]).toEqual([
    [
      "a",
      [
        [1, 2],
        [4, 5],
      ],
    ],
    ["sub/b c", [[1, 2]]],
  ]);
});

test("a patch is read the same however it is cut into pieces", () => {
  const patch = Buffer.from(
    ':100644 100644 1 2 M\0a\0:100644 100644 1 2 M\0b\n\0\0diff --git a/a b/a\nindex 1..2\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n-x\n\\ No newline at end of file\n+diff --git a/b b/b\n+@@ -1 +1 @@\n\\ No newline at end of file\ndiff --git "a/b\\n" "b/b\\n"\n@@ -3,2 +2,0 @@ ü\n-1\n-2\n@@ -9 +7 @@\n-1\n+2\n',
  );
  for (let size = 1; size <= patch.length; size += 1) {
    const reader = createPatchReader(10);
    for (let at = 0; at < patch.length; at += size) expect(reader.push(patch.subarray(at, at + size))).toBe(true);
    expect(Object.fromEntries(reader.finish("whole")), String(size)).toEqual({
      a: [[1, 3]],
      "b\n": [
        [3, 3],
        [7, 8],
      ],
    });
  }
});
