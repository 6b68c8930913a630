import type { DagModule } from "../../python/dag-model.ts";
import type { DagReference, KnownDag, LocatedDag, LocatedJob } from "../../rules/dag-catalogue.ts";
import { referencesIn } from "../../rules/structure/find-targets.ts";
import { keptTaskIdsOf } from "../../rules/structure/task-ids-of.ts";

/** What is kept of a DAG file that nobody asks about. */
export interface FileModel {
  readonly path: string;
  readonly dags: readonly KnownDag[];
  readonly references: readonly DagReference[];
  /** What it gives Dagster; `null` where it is no code location. */
  readonly location: FileLocation | null;
  /** Why it may have more DAGs; `null`: it has no others. */
  readonly unclear: string | null;
  /** Whether that is because it could not be read, which may pass. */
  readonly isUnread: boolean;
  /** Other files that were asked for when it was read, whether they are there or not, and folders that were listed (`asFolder`). */
  readonly asked: readonly string[];
}

/** The jobs of a code location. */
export interface FileLocation {
  readonly jobs: readonly LocatedJob[];
  /** Why it may have more jobs; `null`: it has no others. */
  readonly unclear: string | null;
  /** Whether Dagster looks at it only where it is pointed to it. */
  readonly isLoose: boolean;
}

/** The model of a file as it is kept: DAGs that Airflow would not register are left out. */
export function toFileModel(path: string, module: DagModule, asked: readonly string[]): FileModel {
  const dags = registeredDags(path, module);
  return {
    path,
    dags: dags.map(toKnown),
    references: dags.flatMap(referencesIn),
    location: toFileLocation(path, module),
    unclear: module.certainty === "exact" ? null : (module.reason ?? "not all is written out"),
    isUnread: false,
    asked,
  };
}

/** The jobs of a module, where it is a code location. */
export function toFileLocation(path: string, { location }: DagModule): FileLocation | null {
  if (location === undefined) return null;
  return {
    jobs: location.jobs.map((job) => ({ ...job, path })),
    unclear: location.unclear.jobs ?? null,
    isLoose: location.form === "loose",
  };
}

export function registeredDags(path: string, { dags }: DagModule): readonly LocatedDag[] {
  return dags.filter((dag) => dag.isRegistered !== false).map((dag) => ({ ...dag, path }));
}

function toKnown(dag: LocatedDag): KnownDag {
  const { path, dagId, idSpan, definedIn, isRegistered, isUnconditional, certainty, reason } = dag;
  const { params, paramsCertainty } = dag;
  const taskIds = keptTaskIdsOf(dag);
  const known = {
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
  return taskIds === undefined ? known : { ...known, taskIds };
}

/** A folder that was listed, among the paths that were asked for. */
export function asFolder(folder: string): string {
  return `${folder}/`;
}

/** The folders that a file is in, as they are asked for. */
export function foldersOf(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return [asFolder(""), ...names.map((_, index) => asFolder(names.slice(0, index + 1).join("/")))];
}
