import type { FileCounts } from "../../domain/release.ts";
import type { TreeDifference } from "../../git/compare-trees.ts";
import type { TreeEntry } from "../../git/list-tree.ts";
import type { TreeIndex } from "./tree-index.ts";

export interface FileWrite {
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
}

/** What has to be done to a slot, in this order: removals, then writes. */
export interface TreePlan {
  readonly removals: readonly string[];
  readonly writes: readonly FileWrite[];
  /** The paths among the writes that were not there before. */
  readonly added: readonly string[];
  readonly counts: FileCounts;
}

/** From the difference that git sees between the live tree and the wanted one. */
export function planChanges(differences: readonly TreeDifference[]): TreePlan {
  const removals = differences.filter((one) => one.after === null).map((one) => one.path);
  const added = differences.filter((one) => one.before === null).map((one) => one.path);
  const writes = differences.flatMap(({ path, after }) => (after === null ? [] : [{ path, ...after }]));
  const counts = { added: added.length, modified: writes.length - added.length, removed: removals.length };
  return { removals, writes, added, counts };
}

/** From what is in a slot to what a tree should be: for a slot of which git does not know the tree. */
export function planFromIndex(index: TreeIndex, wanted: readonly TreeEntry[]): TreePlan {
  const paths = new Set(wanted.map((entry) => entry.path));
  const gone = [...index.files]
    .filter(([path]) => !paths.has(path))
    .map(([path, { mode, oid }]) => ({ path, before: { mode, oid }, after: null }));
  const others = wanted.flatMap(({ path, mode, oid }): TreeDifference[] => {
    const before = index.files.get(path) ?? null;
    if (before !== null && before.mode === mode && before.oid === oid) return [];
    return [{ path, before: before && { mode: before.mode, oid: before.oid }, after: { mode, oid } }];
  });
  return planChanges([...gone, ...others]);
}
