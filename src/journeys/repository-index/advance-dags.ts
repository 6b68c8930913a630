import { type FileModel, type ModelChange, openDags, packDags, toFileModel } from "../../core/inspect/packed-dags.ts";
import type { PackedTree } from "../../core/inspect/packed-tree.ts";
import { openTree } from "../../core/inspect/tree-listing.ts";
import { unknownModule } from "../../python/read-dag-module.ts";
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
  readonly isDagFile: (path: string) => boolean;
  /** Reads the models of files of the tree to come to. */
  readonly readModels: (paths: readonly string[]) => Promise<readonly FileModel[]>;
}

/** The DAGs of another tree: what differs is read, and what was read with what differs. */
export async function advanceDags(state: DagState, advance: Advance): Promise<DagState> {
  const { id, tree, isDagFile, readModels } = advance;
  const stale = listStale(state, advance);
  const listing = openTree(tree);
  const present = stale.filter((path) => isDagFile(path) && listing.find(path)?.mode.startsWith("100") === true);
  const read = await readModels(present.slice(0, mostDagFiles));
  const tooMany = unknownModule("it is one of too many DAG files");
  const models = [...read, ...present.slice(mostDagFiles).map((path) => toFileModel(path, tooMany, []))];
  const byPath = new Map(models.map((model) => [model.path, model]));
  const fresh = stale.map((path): ModelChange => ({ path, model: byPath.get(path) ?? null }));
  return { id, dags: { ...state.dags, changes: joinChanges(state.dags.changes, fresh) } };
}

function listStale({ dags }: DagState, { tree, changed, isDagFile }: Advance): readonly string[] {
  if (changed === null) return [...openTree(tree).below("")].map(({ path }) => path).filter(isDagFile);
  const open = openDags(dags);
  const stale = new Set(open.listUnread(mostRetried));
  for (const path of changed) {
    if (isDagFile(path)) stale.add(path);
    for (const reader of open.readersOf(path)) stale.add(reader);
  }
  return [...stale].sort();
}

/** The same with tables of its own, where many changes lie upon them. */
export function settleDags(state: DagState, most = mostChanges): DagState {
  const { id, dags } = state;
  return dags.changes.length <= most ? state : { id, dags: packDags(openDags(dags).list()) };
}
