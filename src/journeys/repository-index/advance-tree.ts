import { packTree, type TreeChange } from "../../core/inspect/packed-tree.ts";
import { openTree } from "../../core/inspect/tree-listing.ts";
import { compareTreeObjects } from "../../git/compare-trees.ts";
import { listTree } from "../../git/list-tree.ts";
import type { Mirror } from "../../git/mirror.ts";
import type { ObjectReader } from "../../git/object-reader.ts";
import { joinChanges, mostChanges, type TreeState } from "./index-state.ts";

/** For more files than these, one listing is quicker than to ask for the size of each. */
const mostSizes = 2_000;

/** What one tree has otherwise than another, given by their ids: it costs what they differ in. Throws `GitError`. */
export async function listTreeChanges(
  mirror: Mirror,
  objects: ObjectReader,
  from: string,
  to: string,
): Promise<readonly TreeChange[]> {
  const differences = await compareTreeObjects(objects, from, to);
  const sizes =
    differences.length > mostSizes ? new Map((await listTree(mirror, to)).map(({ path, size }) => [path, size])) : null;
  const changes: TreeChange[] = [];
  for (const { path, after } of differences) {
    if (after === null) {
      changes.push({ path, file: null });
      continue;
    }
    const { mode, oid } = after;
    const size = mode === "160000" ? null : sizes === null ? await objects.readSize(oid) : (sizes.get(path) ?? null);
    changes.push({ path, file: { path, mode, oid, size } });
  }
  return changes;
}

/** The listing of another tree. From one that was looked at it costs what they differ in. Throws `GitError`. */
export async function advanceTree(
  { id, tree }: TreeState,
  to: string,
  mirror: Mirror,
  objects: ObjectReader,
): Promise<TreeState> {
  if (id === to) return { id, tree };
  if (id === null) return { id: to, tree: packTree(await listTree(mirror, to)) };
  return {
    id: to,
    tree: { ...tree, changes: joinChanges(tree.changes, await listTreeChanges(mirror, objects, id, to)) },
  };
}

/** The same with tables of its own, where many changes lie upon them. */
export function settleTree(state: TreeState, most = mostChanges): TreeState {
  const { id, tree } = state;
  return tree.changes.length <= most ? state : { id, tree: packTree([...openTree(tree).below("")]) };
}
