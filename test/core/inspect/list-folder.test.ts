import { expect, test } from "vitest";
import { listFolder } from "../../../src/core/inspect/list-folder.ts";
import { packTree } from "../../../src/core/inspect/packed-tree.ts";
import { openTree } from "../../../src/core/inspect/tree-listing.ts";

const treeOf = (paths: readonly string[], mode = "100644") =>
  openTree(packTree(paths.map((path) => ({ path, mode, size: 1 }))));

test("what stands directly in a folder, folders with a slash", () => {
  const tree = treeOf(["a/b.py", "a/c/d.py", "a/c/e/f.py", "a/z", "ab/x", "top.py"]);
  expect(listFolder(tree, "a")).toEqual(["b.py", "c/", "z"]);
  expect(listFolder(tree, "")).toEqual(["a/", "ab/", "top.py"]);
  expect(listFolder(tree, "a/c/e")).toEqual(["f.py"]);
  expect(listFolder(tree, "nowhere")).toEqual([]);
});

test("what a link or a submodule stands for is not known", () => {
  expect(listFolder(treeOf(["a/link"], "120000"), "a")).toBeNull();
  expect(listFolder(treeOf(["a/module"], "160000"), "a")).toBeNull();
  expect(listFolder(treeOf(["a/b/link"], "120000"), "a")).toEqual(["b/"]);
});
