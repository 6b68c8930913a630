import type { Span } from "../domain/finding.ts";
import type { DagNaming } from "../domain/node-dags.ts";
import type { Certainty, Dag } from "../python/dag-model.ts";
import type { DagsterJob } from "../python/dagster/dagster-model.ts";
import type { TaskIds } from "./structure/task-ids-of.ts";

export interface LocatedDag extends Dag {
  readonly path: string;
}

/** What is kept of each DAG of the repository, whether or not its file was asked about. */
export type KnownDag = Pick<
  LocatedDag,
  | "path"
  | "dagId"
  | "idSpan"
  | "definedIn"
  | "isRegistered"
  | "isUnconditional"
  | "params"
  | "paramsCertainty"
  | "certainty"
  | "reason"
> & {
  /** Of a DAG whose file was not asked about; absent where they are too many to be kept. */
  readonly taskIds?: TaskIds;
};

/** A job of Dagster, with the file that lists or binds it. */
export interface LocatedJob extends DagsterJob {
  readonly path: string;
}

/** A code location of Dagster. */
export interface CodeLocationFile {
  /** The file that has its definitions. */
  readonly path: string;
  /** The names of its jobs. */
  readonly jobs: readonly string[];
  /** Why it may have more jobs; `null`: it has no others. */
  readonly unclear: string | null;
}

/** Where a task names another DAG, by a constant: one that it triggers, waits for, or marks as what follows (`ExternalTaskMarker`). */
export interface DagReference {
  readonly kind: DagNaming;
  /** The DAG that is named. */
  readonly dagId: string;
  /** The file, and in it the argument that names it. */
  readonly path: string;
  readonly span: Span;
  /** The DAG that the task is of; `null` where its id is not known. */
  readonly of: string | null;
  readonly taskId: string;
}

/** The DAGs of the repository as it would be after the change. */
export interface DagCatalogue {
  /** Those of the files that were asked about, with all that is known of them. */
  readonly dags: readonly LocatedDag[];
  /** `exact`: there is no DAG in the repository that is not found. */
  readonly certainty: Certainty;
  readonly reason: string | null;
  /** All DAGs of the repository that have this id, by their paths. */
  readonly find: (dagId: string) => readonly KnownDag[];
  /** All jobs of Dagster that have this name, by their paths. */
  readonly findJobs: (name: string) => readonly LocatedJob[];
  /** `exact`: the repository has no job of Dagster that is not found. `unknown`: it has no code location at all. */
  readonly jobs: { readonly certainty: Certainty; readonly reason: string | null };
  /** The code location whose definitions stand in a file; `null` where there is none. */
  readonly locationAt: (path: string) => CodeLocationFile | null;
  /** Every file with definitions, by their paths. `isLoose`: Dagster looks at it only where it is pointed to it. */
  readonly listLocations: () => readonly { readonly path: string; readonly isLoose: boolean }[];
  /** Every name of a job once, sorted: for words of help alone. */
  readonly listJobs: () => readonly string[];
  /** All tasks of the repository that name a DAG by this id, by their paths. */
  readonly referring: (dagId: string) => readonly DagReference[];
  /** Every id of the repository once, sorted. It costs what the repository has, so it is for words of help alone. */
  readonly listIds: () => readonly string[];
}
