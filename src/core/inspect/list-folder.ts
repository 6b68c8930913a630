import type { TreeListing } from "../../rules/tree-listing.ts";

/** No folder that people write by hand has more below it. */
const most = 20_000;

/**
 * The names of what stands directly in a folder, sorted, folders with a slash at the end; `null` where that is not known: there is a link or
 * a submodule among them, or too much. Empty where there is no such folder.
 */
export function listFolder(tree: Pick<TreeListing, "below">, folder: string): readonly string[] | null {
  const start = folder === "" ? 0 : folder.length + 1;
  const names = new Set<string>();
  let count = 0;
  for (const { path, mode } of tree.below(folder)) {
    count += 1;
    const slash = path.indexOf("/", start);
    if (count > most || (slash === -1 && !mode.startsWith("100"))) return null;
    names.add(path.slice(start, slash === -1 ? undefined : slash + 1));
  }
  return [...names].sort();
}
