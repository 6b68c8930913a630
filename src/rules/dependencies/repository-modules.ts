import type { TreeListing } from "../subject.ts";

const known = new WeakMap<TreeListing, ReadonlySet<string>>();

/**
 * Whether a top-level module may be one of the repository's own, for a file of it. Which folders stand on Python's path is the node's
 * matter, so that a file or folder of this name anywhere is good enough.
 */
export function isOfRepository(tree: TreeListing, module: string, path: string): boolean {
  for (let slash = path.lastIndexOf("/"); ; slash = path.lastIndexOf("/", slash - 1)) {
    const folder = slash <= 0 ? "" : path.slice(0, slash + 1);
    if (tree.find(`${folder}${module}.py`) !== null || tree.hasFolder(`${folder}${module}`)) return true;
    if (slash <= 0) break;
  }
  return allNames(tree).has(module);
}

/** The names of all Python files, and of all folders that hold some. */
function allNames(tree: TreeListing): ReadonlySet<string> {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const names = new Set<string>();
  for (const { path, mode } of tree.below("")) {
    const isModule = /\.(py|pyi|pyx|so|pyd)$/.test(path) || mode === "160000" || mode === "120000";
    if (!isModule) continue;
    for (const step of path.split("/")) names.add(step.includes(".") ? step.slice(0, step.indexOf(".")) : step);
  }
  known.set(tree, names);
  return names;
}
