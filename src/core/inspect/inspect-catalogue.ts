import type { DagModule } from "../../python/dag-model.ts";
import { referencesIn } from "../../rules/structure/find-targets.ts";
import type { DagCatalogue, DagReference, KnownDag, LocatedDag } from "../../rules/subject.ts";

export interface LocatedModule {
  readonly path: string;
  readonly module: DagModule;
}

export interface CatalogueInput {
  /** Of the files that were asked about. */
  readonly asked: readonly LocatedModule[];
  /** Of other files. */
  readonly around: readonly LocatedModule[];
  /** Whether these are all DAG files of the repository. */
  readonly isComplete: boolean;
}

/** A catalogue as plain data, as it goes to another thread. */
export interface PackedCatalogue extends Pick<DagCatalogue, "dags" | "certainty" | "reason"> {
  readonly around: AroundDags;
}

/** What is kept of files that were not asked about. */
export interface AroundDags {
  readonly dags: readonly KnownDag[];
  readonly references: readonly DagReference[];
}

/** The DAGs of all modules together. DAGs that Airflow would not register (never called, bound to no name) are left out. */
export function packCatalogue({ asked, around, isComplete }: CatalogueInput): PackedCatalogue {
  const others = around.flatMap(registeredDags);
  return {
    dags: inOrder(asked).flatMap(registeredDags),
    ...sureness(inOrder([...asked, ...around]), isComplete),
    around: { dags: others.map(toKnown), references: others.flatMap(referencesIn) },
  };
}

export function openCatalogue({ dags, certainty, reason, around }: PackedCatalogue): DagCatalogue {
  const known = [...dags, ...around.dags];
  const references = [...dags.flatMap(referencesIn), ...around.references];
  return {
    dags,
    certainty,
    reason,
    find: (dagId) => known.filter((dag) => dag.dagId === dagId).toSorted(byPath),
    referring: (dagId) => references.filter((one) => one.dagId === dagId).toSorted(byPath),
    listIds: () => [...new Set(known.flatMap((dag) => dag.dagId ?? []))].sort(),
  };
}

function sureness(modules: readonly LocatedModule[], isComplete: boolean): Pick<DagCatalogue, "certainty" | "reason"> {
  const unclear = modules.find(({ module }) => module.certainty !== "exact");
  if (unclear !== undefined)
    return { certainty: "partial", reason: `in ${unclear.path}, ${unclear.module.reason ?? "not all is written out"}` };
  if (modules.length === 0) return { certainty: "unknown", reason: "no DAG file of the repository was given" };
  if (!isComplete) return { certainty: "partial", reason: "not all DAG files of the repository were looked at" };
  return { certainty: "exact", reason: null };
}

function registeredDags({ path, module }: LocatedModule): readonly LocatedDag[] {
  return module.dags.filter((dag) => dag.isRegistered !== false).map((dag) => ({ ...dag, path }));
}

function toKnown(dag: LocatedDag): KnownDag {
  const { path, dagId, idSpan, definedIn, isRegistered, isUnconditional, params, paramsCertainty } = dag;
  const { certainty, reason } = dag;
  return {
    path,
    dagId,
    idSpan,
    definedIn,
    isRegistered,
    isUnconditional,
    params,
    paramsCertainty,
    certainty,
    reason,
  };
}

function inOrder(modules: readonly LocatedModule[]): readonly LocatedModule[] {
  return modules.toSorted(byPath);
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** A catalogue of which nothing is known, for rules that run before it is there. */
export const emptyCatalogue: PackedCatalogue = {
  dags: [],
  certainty: "unknown",
  reason: "it was not looked at",
  around: { dags: [], references: [] },
};
