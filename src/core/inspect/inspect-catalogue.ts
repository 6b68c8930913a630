import type { DagModule } from "../../python/dag-model.ts";
import type { DagCatalogue, LocatedDag } from "../../rules/subject.ts";

export interface CatalogueInput {
  readonly modules: readonly { readonly path: string; readonly module: DagModule }[];
  /** Whether these are all DAG files of the repository. */
  readonly isComplete: boolean;
}

/** The DAGs of all modules together. DAGs that Airflow would not register (never called, bound to no name) are left out. */
export function buildCatalogue({ modules, isComplete }: CatalogueInput): DagCatalogue {
  const inOrder = modules.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const dags = inOrder.flatMap(({ path, module }) =>
    module.dags.filter((dag) => dag.isRegistered !== false).map((dag): LocatedDag => ({ ...dag, path })),
  );
  const unclear = inOrder.find(({ module }) => module.certainty !== "exact");
  if (unclear !== undefined) {
    return {
      dags,
      certainty: "partial",
      reason: `in ${unclear.path}, ${unclear.module.reason ?? "not all is written out"}`,
    };
  }
  if (inOrder.length === 0) return { dags, certainty: "unknown", reason: "no DAG file of the repository was given" };
  if (!isComplete) return { dags, certainty: "partial", reason: "not all DAG files of the repository were looked at" };
  return { dags, certainty: "exact", reason: null };
}

/** A catalogue of which nothing is known, for rules that run before it is there. */
export const emptyCatalogue: DagCatalogue = { dags: [], certainty: "unknown", reason: "it was not looked at" };
