import type { ModelSettings } from "../../analysis/read-models.ts";
import { noDags } from "../../core/inspect/inspect-catalogue.ts";
import type { PackedDags } from "../../core/inspect/packed-dags.ts";
import { type PackedTree, packTree } from "../../core/inspect/packed-tree.ts";

/** What a tree of a repository has, by names alone. `id` is git's own; `null` before anything was looked at. */
export interface TreeState {
  readonly id: string | null;
  readonly tree: PackedTree;
}

/** The DAGs of a tree of a repository. */
export interface DagState {
  readonly id: string | null;
  readonly dags: PackedDags;
}

export const noTree: TreeState = { id: null, tree: packTree([]) };
export const noDagState: DagState = { id: null, dags: noDags };

/** More changes than these are worth new tables. */
export const mostChanges = 500;

/** Tells apart what models depend on besides files. */
export function writeIndexSettings({ python, roots, known = {} }: ModelSettings): string {
  const { kinds, node, inventory } = known;
  return JSON.stringify([python, roots, kinds, node?.repositories, inventory?.packages["apache-airflow"]]);
}

/** Later changes take the place of earlier ones at the same path. */
export function joinChanges<T extends { readonly path: string }>(
  earlier: readonly T[],
  later: readonly T[],
): readonly T[] {
  return [...new Map([...earlier, ...later].map((one) => [one.path, one])).values()];
}
