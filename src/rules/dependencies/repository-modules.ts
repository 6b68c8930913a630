import type { TreeListing } from "../tree-listing.ts";

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
  return tree.hasModule(module);
}
