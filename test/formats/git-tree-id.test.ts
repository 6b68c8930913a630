import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blobId, type TreeEntry, treeId } from "../../src/formats/git-tree-id.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";

test("is what git says, also where a folder sorts otherwise than a file", () => {
  const { directory, commit, git } = makeRepository(join(temporaryDirectory(), "work"));
  commit({ "a.b": "1", "a/b": "2", a0: "3", "é/ü.py": "4", "deep/er/f": "5", "run.sh": "#!/bin/sh\n" });
  chmodSync(join(directory, "run.sh"), 0o755);
  symlinkSync("a/b", join(directory, "link"));
  commit({ "a-": "6" });
  const listed = execFileSync("git", ["ls-tree", "-rz", "HEAD"], { cwd: directory, encoding: "utf8" });
  const entries = listed.split("\0").flatMap((line): TreeEntry[] => {
    const [, mode, oid, path] = /^(\d+) blob (\w+)\t(.*)$/.exec(line) ?? [];
    const known = (["100644", "100755", "120000"] as const).find((one) => one === mode);
    return known === undefined || oid === undefined || path === undefined ? [] : [{ path, mode: known, oid }];
  });
  expect(entries).toHaveLength(8);
  expect(treeId(entries.toReversed())).toBe(git("rev-parse", "HEAD^{tree}"));
  expect(blobId(Buffer.from("1"))).toBe(git("rev-parse", "HEAD:a.b"));
  expect(treeId([])).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
});
