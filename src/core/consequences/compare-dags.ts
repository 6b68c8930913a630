import type { Consequence } from "../../domain/consequences.ts";
import type { Dag, DagModule } from "../../python/dag-model.ts";

export interface LocatedModule {
  readonly path: string;
  readonly module: DagModule;
}

/** A DAG that Airflow would have, with the file that makes it. */
export interface PlacedDag extends Dag {
  readonly dagId: string;
  readonly path: string;
}

export interface DagPair {
  readonly before: PlacedDag;
  readonly after: PlacedDag;
}

export interface ComparedDags {
  readonly removed: readonly PlacedDag[];
  readonly added: readonly PlacedDag[];
  readonly renamed: readonly DagPair[];
  readonly kept: readonly DagPair[];
}

/** The DAGs of modules. A file that cannot be imported has none, and one that Airflow would not register is none. */
export function placedDags(modules: readonly LocatedModule[]): readonly PlacedDag[] {
  return modules.flatMap(({ path, module }) => {
    if (failureOf(module) !== null) return [];
    return module.dags.flatMap((dag) => {
      const isRefused = module.failures.some(({ dagId }) => dagId !== null && dagId === dag.dagId);
      const isNone = dag.dagId === null || dag.isRegistered === false || dag.isCalled === false || isRefused;
      return isNone || dag.dagId === null ? [] : [{ ...dag, dagId: dag.dagId, path }];
    });
  });
}

/** What keeps Airflow from importing a module at all. */
export function failureOf({ failures }: DagModule): DagModule["failures"][number] | null {
  return failures.find(({ dagId }) => dagId === null) ?? null;
}

/** Tells which DAGs are the same before and after. One is renamed where its file, and its name in it or all its tasks, stay. */
export function compareDags(
  before: readonly PlacedDag[],
  after: readonly PlacedDag[],
  placeBefore: (path: string) => string,
): ComparedDags {
  const idsBefore = new Map(before.map((dag) => [dag.dagId, dag]));
  const idsAfter = new Set(after.map(({ dagId }) => dagId));
  const gone = [...idsBefore.values()].filter(({ dagId }) => !idsAfter.has(dagId));
  const kept: DagPair[] = [];
  const renamed: DagPair[] = [];
  const added: PlacedDag[] = [];
  const taken = new Set<PlacedDag>();
  for (const dag of new Map(after.map((one) => [one.dagId, one])).values()) {
    const same = idsBefore.get(dag.dagId);
    if (same !== undefined) {
      kept.push({ before: same, after: dag });
      continue;
    }
    const former = gone.find((one) => !taken.has(one) && one.path === placeBefore(dag.path) && isAlike(one, dag));
    if (former === undefined) added.push(dag);
    else {
      taken.add(former);
      renamed.push({ before: former, after: dag });
    }
  }
  return { removed: gone.filter((one) => !taken.has(one)), added, renamed, kept };
}

function isAlike(one: Dag, other: Dag): boolean {
  if (one.boundName !== null && one.boundName === other.boundName && one.form === other.form) return true;
  const tasks = taskIds(one);
  return tasks !== "" && tasks === taskIds(other);
}

function taskIds({ tasks }: Dag): string {
  return tasks
    .map(({ taskId }) => taskId)
    .sort()
    .join("\n");
}

/** What is new in a DAG that stays: tasks that were not there, named with their operators. */
export function addedTasks({ before, after }: DagPair): Consequence | null {
  const known = new Set(before.tasks.map(({ taskId, operator }) => `${taskId}\n${operator}`));
  const fresh = after.tasks.filter(({ taskId, operator }) => !known.has(`${taskId}\n${operator}`));
  if (fresh.length === 0) return null;
  const isCertain = after.certainty === "exact" && before.certainty === "exact";
  return { kind: "task", name: after.dagId, detail: `runs ${nameTasks(fresh)}`, path: after.path, isCertain };
}

/** The first few tasks by name. */
export function nameTasks(tasks: Dag["tasks"]): string {
  const shown = tasks.slice(0, 3).map(({ taskId, operator }) => `\`${taskId}\` (${operator.split(/[.:]/).at(-1)})`);
  const rest = tasks.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
