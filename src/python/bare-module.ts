import type { DagModule } from "./dag-model.ts";

/** A module of which nothing more can be said. */
export function unknownModule(reason: string): DagModule {
  return { dags: [], certainty: "unknown", reason, failures: [], mixedEdges: [], reads: [] };
}

/** A module that Airflow passes over, or that has nothing in it. */
export const emptyModule: DagModule = {
  dags: [],
  certainty: "exact",
  reason: null,
  failures: [],
  mixedEdges: [],
  reads: [],
};
