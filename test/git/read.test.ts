import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { compareTreeObjects, findSubtree } from "../../src/git/compare-trees.ts";
import { diffTrees } from "../../src/git/diff-trees.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { emptyTree } from "../../src/git/git-environment.ts";
import { grepTree } from "../../src/git/grep-tree.ts";
import {
  findMergeBase,
  isAncestor,
  isPresentAncestor,
  listCommits,
  listFirstParents,
} from "../../src/git/list-commits.ts";
import { listTree } from "../../src/git/list-tree.ts";
import { mergeTrees } from "../../src/git/merge-trees.ts";
import { type Mirror, openMirror } from "../../src/git/mirror.ts";
import { openObjectReader } from "../../src/git/object-reader.ts";
import { readBlob, readFileAt } from "../../src/git/read-blob.ts";
import { readRef, readTreeId } from "../../src/git/read-ref.ts";
import { readRefs } from "../../src/git/read-refs.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "./repository.ts";

async function setUp(): Promise<{ repository: TestRepository; read: () => Promise<Mirror> }> {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  const mirror = await openMirror(join(directory, "mirror.git"));
  const remote = { url: repository.directory, credentials: null };
  const read = async () => {
    await fetchRefs(mirror, remote, ["+refs/*:refs/*"], { timeoutMs: 20_000, allowFile: true });
    return mirror;
  };
  return { repository, read };
}

const lines = (...texts: readonly string[]) => `${texts.join("\n")}\n`;

describe("a tree", () => {
  test("is listed with modes, sizes and names that git would quote", async () => {
    const { repository, read } = await setUp();
    symlinkSync("a b.py", join(repository.directory, "link"));
    const sha = repository.commit({ "a b.py": "12345", 'ü/"q"\t.txt': "", "dir/run.sh": "x" });
    repository.git("update-index", "--chmod=+x", "dir/run.sh");
    repository.git("commit", "--quiet", "--message", "mode");
    const mirror = await read();
    const entries = await listTree(mirror, repository.git("rev-parse", "HEAD"));

    expect(entries.map(({ path, mode, size }) => [path, mode, size])).toEqual([
      ["a b.py", "100644", 5],
      ["dir/run.sh", "100755", 1],
      ["link", "120000", 6],
      ['ü/"q"\t.txt', "100644", 0],
    ]);
    expect(await listTree(mirror, emptyTree)).toEqual([]);
    expect(await readTreeId(mirror, sha)).toBe(repository.git("rev-parse", `${sha}^{tree}`));
    const objects = openObjectReader(mirror);
    const root = (await objects.find(sha, "tree")) ?? "";
    expect(await findSubtree(objects, root, "dir")).toBe(repository.git("rev-parse", `${sha}:dir`));
    expect(await findSubtree(objects, root, "link")).toBeNull();
    expect(await findSubtree(objects, root, "")).toBe(root);
    objects.close();
  });

  test("gives up its files up to a size, and links as no file", async () => {
    const { repository, read } = await setUp();
    symlinkSync("a.txt", join(repository.directory, "link"));
    const files = { "a.txt": "0123456789", "[x]*.txt": "odd", "line\nfeed": "odd too", "in/a/folder.txt": "deep" };
    const sha = repository.commit(files);
    const mirror = await read();

    expect((await readFileAt(mirror, sha, "a.txt", 10))?.toString()).toBe("0123456789");
    expect((await readFileAt(mirror, sha, "[x]*.txt", 10))?.toString()).toBe("odd");
    expect((await readFileAt(mirror, sha, "line\nfeed", 10))?.toString()).toBe("odd too");
    expect(await readFileAt(mirror, sha, "link", 10)).toBeNull();
    expect((await readFileAt(mirror, sha, "in/a/folder.txt", 10))?.toString()).toBe("deep");
    for (const none of ["none.txt", "in", "in/a", "in/none/folder.txt", "a.txt/folder.txt"])
      expect(await readFileAt(mirror, sha, none, 10)).toBeNull();
    await expect(readFileAt(mirror, "1".repeat(40), "a.txt", 9)).rejects.toMatchObject({ code: "ref-not-found" });
    await expect(readFileAt(mirror, sha, "a.txt", 9)).rejects.toMatchObject({ name: "GitError", code: "other" });
  });

  test("is read once by one reader, however often it is asked for", async () => {
    const { repository, read } = await setUp();
    const sha = repository.commit({ "a.txt": "1", "in/b.txt": "2" });
    const mirror = await read();
    const objects = openObjectReader(mirror);
    onTestFinished(() => objects.close());
    const root = await readTreeId(mirror, sha);
    const first = await objects.readTree(root);
    rmSync(join(mirror.directory, "objects"), { recursive: true });
    expect(await objects.readTree(root)).toEqual(first);
    expect(first.map(({ name }) => name)).toEqual(["a.txt", "in"]);
  });

  test("stands behind names of which some are not there, by one process", async () => {
    const { repository, read } = await setUp();
    const first = repository.commit({ a: "1" });
    const last = repository.commit({ a: "2" });
    const names = ["refs/heads/main", "refs/heads/gone", first];
    expect(await readRefs(await read(), names)).toEqual([last, null, first]);
    await expect(readRefs(await read(), ["main"])).rejects.toMatchObject({ code: "ref-not-found" });
  });

  test("is read by one process, blob after blob, bytes untouched", async () => {
    const { repository, read } = await setUp();
    const big = Buffer.alloc(3_000_000, "\r\n\0ä");
    repository.commit({ big, empty: "", id: "$Id$\r\n" });
    writeFileSync(join(repository.directory, ".gitattributes"), "* text eol=lf ident\n");
    repository.git("add", ".gitattributes"); // alone: adding the others again would convert them
    repository.git("commit", "--quiet", "--message", "attributes");
    const sha = repository.git("rev-parse", "HEAD");
    const mirror = await read();
    const oids = new Map((await listTree(mirror, sha)).map((entry) => [entry.path, entry.oid]));
    const reader = openObjectReader(mirror);
    expect((await reader.read(oids.get("big") ?? "", 1e7)).equals(big)).toBe(true);
    expect(await reader.read(oids.get("empty") ?? "", 0)).toHaveLength(0);
    expect((await reader.read(oids.get("id") ?? "", 100)).toString()).toBe("$Id$\r\n");
    expect(await reader.readSize(oids.get("big") ?? "")).toBe(big.length);
    expect([await reader.readSize("0".repeat(40)), await reader.readSize(`${sha}^{tree}`)]).toEqual([null, null]);
    expect(await reader.readSize(sha)).toBeNull();
    reader.close();
    await expect(readBlob(mirror, "0".repeat(39).concat("1"), 10)).rejects.toMatchObject({ code: "corrupt" });
  });
});

describe("a difference", () => {
  test("tells what was added, changed, renamed and removed, with counts", async () => {
    const { repository, read } = await setUp();
    const numbers = Array.from({ length: 20 }, (_, index) => String(index));
    const before = repository.commit({ "a.py": lines(...numbers), "gone.py": "x\n", "same.py": "s\n" });
    const after = repository.commit({
      "a.py": null,
      "sub/b.py": lines(...numbers, "more"),
      "gone.py": null,
      "new.bin": Buffer.from([0, 1, 2]),
    });
    const mirror = await read();
    const listing = await diffTrees(mirror, before, after);

    expect(listing.complete).toBe(true);
    const item = (path: string) => listing.items.find((file) => file.path === path);
    expect(item("sub/b.py")).toMatchObject({ previousPath: "a.py", status: "renamed", additions: 1, deletions: 0 });
    expect(item("gone.py")).toMatchObject({ status: "removed", mode: "100644", additions: 0, deletions: 1 });
    expect(item("new.bin")).toMatchObject({ status: "added", additions: 0, deletions: 0 });
    expect(listing.items.map((file) => file.path).toSorted()).toEqual(["gone.py", "new.bin", "sub/b.py"]);
    const objects = openObjectReader(mirror);
    const [from = "", to = ""] = [await objects.find(before, "tree"), await objects.find(after, "tree")].map(String);
    expect((await compareTreeObjects(objects, from, to)).map(({ path }) => path).toSorted()).toEqual([
      "a.py",
      "gone.py",
      "new.bin",
      "sub/b.py",
    ]);
    expect(await compareTreeObjects(objects, emptyTree, from)).toHaveLength(3);
    objects.close();
  });
});

describe("what else than a file stood or stands at a path", () => {
  test("is told by both of its modes", async () => {
    const { repository, read } = await setUp();
    const at = (path: string) => join(repository.directory, path);
    symlinkSync("same", at("was-link"));
    symlinkSync("same", at("link"));
    const before = repository.commit({ "was-file": "x\n", same: "x\n", "was-module": "x\n", "run.sh": "x\n" });
    repository.git("rm", "--quiet", "was-link", "was-file", "was-module", "link");
    symlinkSync("same", at("was-file"));
    symlinkSync("elsewhere", at("link"));
    writeFileSync(at("was-link"), "x\n");
    repository.git("add", "--all");
    repository.git("update-index", "--add", "--cacheinfo", `160000,${before},was-module`);
    repository.git("update-index", "--chmod=+x", "run.sh");
    repository.git("commit", "--quiet", "--message", "kinds");
    const after = repository.git("rev-parse", "HEAD");
    const modes = async (from: string, to: string) =>
      (await diffTrees(await read(), from, to)).items
        .map(({ path, status, mode, previousMode }) => `${path} ${status} ${previousMode ?? ""}>${mode}`)
        .toSorted();
    expect(await modes(before, after)).toEqual([
      "link modified >120000",
      "run.sh modified >100755",
      "was-file modified 100644>120000",
      "was-link modified 120000>100644",
      "was-module modified 100644>160000",
    ]);
    expect(await modes(after, before)).toContain("was-module modified 160000>100644");
  });

  test("where a folder stood is told as files that are gone and a link that is new", async () => {
    const { repository, read } = await setUp();
    const before = repository.commit({ "dags/d.py": "x\n", "lib/x.py": "y\n" });
    repository.git("rm", "--quiet", "dags/d.py");
    symlinkSync("lib", join(repository.directory, "dags"));
    const after = repository.commit({});
    expect((await diffTrees(await read(), before, after)).items).toMatchObject([
      { path: "dags", status: "added", mode: "120000" },
      { path: "dags/d.py", status: "removed", mode: "100644" },
    ]);
  });
});

describe("a history", () => {
  test("is walked by first parents, and as commits with their claims", async () => {
    const { repository, read } = await setUp();
    const base = repository.commit({ a: "1" });
    repository.git("switch", "--quiet", "--create", "side");
    const side = repository.commit({ b: "2" }, "side\n\nCo-authored-by: Ben <ben@example.org>");
    repository.git("switch", "--quiet", "main");
    const main = repository.commit({ c: "3" });
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "side");
    const merge = repository.git("rev-parse", "HEAD");
    const mirror = await read();

    expect(await listFirstParents(mirror, base, merge)).toEqual([main, merge]);
    expect((await listCommits(mirror, base, merge)).map((commit) => commit.sha).toSorted()).toEqual(
      [side, main, merge].toSorted(),
    );
    expect((await listCommits(mirror, main, side))[0]).toMatchObject({
      sha: side,
      parents: [base],
      author: { name: "Ada", email: "ada@example.org" },
      message: "side\n\nCo-authored-by: Ben <ben@example.org>\n",
    });
    expect(await findMergeBase(mirror, main, side)).toBe(base);
    expect([await isAncestor(mirror, base, merge), await isAncestor(mirror, merge, base)]).toEqual([true, false]);
  });

  test("a commit that is not in the mirror is reached from nothing, and reaches nothing that could be said", async () => {
    const { repository, read } = await setUp();
    const tip = repository.commit({ a: "1" });
    const mirror = await read();
    const absent = "ab".repeat(20);
    expect([
      await isPresentAncestor(mirror, tip, tip),
      await isPresentAncestor(mirror, absent, tip),
      await isAncestor(mirror, absent, tip).catch(String),
      await isPresentAncestor(mirror, tip, absent).catch(String),
    ]).toEqual([true, false, expect.stringContaining("GitError"), expect.stringContaining("GitError")]);
  });

  test("merges without a checkout, and names conflicts", async () => {
    const { repository, read } = await setUp();
    const base = repository.commit({ a: lines("1", "2", "3"), ".gitattributes": "* merge=union\n" });
    const left = repository.commit({ a: lines("1", "2", "three") });
    repository.git("switch", "--quiet", "--create", "right", base);
    const right = repository.commit({ b: "x" });
    const clash = repository.commit({ a: lines("1", "2", "drei") });
    repository.git("merge-base", left, clash);
    const mirror = await read();

    const merged = await mergeTrees(mirror, left, right);
    expect(merged.clean).toBe(true);
    expect(merged.clean && (await listTree(mirror, merged.tree)).map((entry) => entry.path)).toEqual([
      ".gitattributes",
      "a",
      "b",
    ]);
    expect(await mergeTrees(mirror, left, clash)).toEqual({ clean: false, conflicts: ["a"] });
  });
});

describe("names", () => {
  test.each(["--help", "-x", "main", "HEAD~1", "refs/heads/a b", "refs/x:y", "@{1}", ""])(
    "%j is refused",
    async (name) => {
      const { repository, read } = await setUp();
      repository.commit({ a: "1" });
      const mirror = await read();
      await expect(readRef(mirror, name)).rejects.toMatchObject({ name: "GitError", code: "ref-not-found" });
    },
  );

  test("a ref is its commit, also through an annotated tag; an unknown one is null", async () => {
    const { repository, read } = await setUp();
    const sha = repository.commit({ a: "1" });
    repository.git("tag", "--annotate", "v1", "--message", "one");
    const mirror = await read();
    expect(await readRef(mirror, "refs/tags/v1")).toBe(sha);
    expect(await readRef(mirror, "refs/heads/none")).toBeNull();
  });
});

test("a text is found by path, with anchored globs", async () => {
  const { repository, read } = await setUp();
  const sha = repository.commit({ "a.py": "x = (1)", "dags/b.py": "(1)", "dags/c.txt": "(1)", "d.py": "1" });
  const mirror = await read();
  expect(await grepTree(mirror, sha, "(1)", "**/*.py")).toEqual(["a.py", "dags/b.py"]);
  expect(await grepTree(mirror, sha, "(1)", "dags/**")).toEqual(["dags/b.py", "dags/c.txt"]);
  expect(await grepTree(mirror, sha, "(2)")).toEqual([]);
});
