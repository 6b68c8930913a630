import { type FileModel, toFileModel } from "../../core/inspect/file-model.ts";
import { type ModelChange, openDags, packDags } from "../../core/inspect/packed-dags.ts";
import type { PackedTree } from "../../core/inspect/packed-tree.ts";
import { openTree } from "../../core/inspect/tree-listing.ts";
import { unknownModule } from "../../python/bare-module.ts";
import type { TreePath } from "../../rules/tree-listing.ts";
import { type DagState, joinChanges, mostChanges } from "./index-state.ts";

/** So many files that could not be read are tried again each time. */
export const mostRetried = 20;

/** No repository has more DAG files; of more, not all are read. */
const mostDagFiles = 50_000;

export interface Advance {
  /** The tree to come to, with its id. */
  readonly id: string;
  readonly tree: PackedTree;
  /** Paths at which it has something else than the tree before; `null`: nothing was there before. */
  readonly changed: readonly string[] | null;
  /** Whether there may be DAGs in a file, or below a link or a submodule. */
  readonly isDagFile: (file: TreePath) => boolean;
  /** Reads the models of files of the tree to come to. */
  readonly readModels: (paths: readonly string[]) => Promise<readonly FileModel[]>;
}

/** The DAGs of another tree: what differs is read, and what was read with what differs. */
export async function advanceDags(state: DagState, advance: Advance): Promise<DagState> {
  const { id, tree, isDagFile, readModels } = advance;
  const listing = openTree(tree);
  const isThere = (path: string): boolean => {
    const file = listing.find(path);
    return file !== null && isDagFile(file);
  };
  const stale = listStale(state, advance, isThere);
  const present = stale.filter(isThere);
  const read = await readModels(present.slice(0, mostDagFiles));
  const tooMany = unknownModule("it is one of too many DAG files");
  const models = [...read, ...present.slice(mostDagFiles).map((path) => toFileModel(path, tooMany, []))];
  const byPath = new Map(models.map((model) => [model.path, model]));
  const fresh = stale.map((path): ModelChange => ({ path, model: byPath.get(path) ?? null }));
  return { id, dags: { ...state.dags, changes: joinChanges(state.dags.changes, fresh) } };
}

function listStale(
  { dags }: DagState,
  { tree, changed, isDagFile }: Advance,
  isThere: (path: string) => boolean,
): readonly string[] {
  if (changed === null) return [...openTree(tree).below("")].filter(isDagFile).map(({ path }) => path);
  const open = openDags(dags);
  const stale = new Set(open.listUnread(mostRetried));
  for (const path of changed) {
    if (isThere(path) || open.find(path) !== null) stale.add(path);
    for (const reader of open.readersOf(path)) stale.add(reader);
  }
  return [...stale].sort();
}

/** The same with tables of its own, where many changes lie upon them. */
export function settleDags(state: DagState, most = mostChanges): DagState {
  const { id, dags } = state;
  return dags.changes.length <= most ? state : { id, dags: packDags(openDags(dags).list()) };
}
