import type { NodeInventory } from "../../domain/inventory.ts";
import { findNearest } from "../../formats/did-you-mean.ts";
import { argumentsOfOperator } from "../../python/airflow/operator-arguments.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import type { PlainArgument } from "../../python/plain-value.ts";

/** An argument of a task for which the import of its file fails. */
export interface RefusedTaskArgument {
  readonly given: PlainArgument;
  /** What to write in its place; `null`: nothing. */
  readonly instead: string | null;
}

/** Arguments that `BaseOperator` of Airflow 3.3.2 refuses (`TypeError`), and that no operator of a provider takes itself. */
const gone: ReadonlyMap<string, string | null> = new Map([
  ["provide_context", null],
  ["task_concurrency", "max_active_tis_per_dag"],
  ["xcom_push", "do_xcom_push"],
]);

interface GoneOf {
  readonly operator: RegExp;
  readonly name: string;
  readonly instead: string;
}

/** The same of some operators, which Airflow 2 has and the standard provider has too. */
export const goneOf: readonly GoneOf[] = [
  {
    operator: ownOperator("TriggerDagRunOperator|ExternalTaskMarker"),
    name: "execution_date",
    instead: "logical_date",
  },
  { operator: ownOperator("BashOperator"), name: "skip_exit_code", instead: "skip_on_exit_code" },
  {
    operator: ownOperator("BranchDateTimeOperator"),
    name: "use_task_execution_date",
    instead: "use_task_logical_date",
  },
  {
    operator: ownOperator("BranchDayOfWeekOperator|DayOfWeekSensor"),
    name: "use_task_execution_day",
    instead: "use_task_logical_date",
  },
  {
    operator: ownOperator("(?:Branch)?(?:ExternalPython|PythonVirtualenv)Operator"),
    name: "use_dill",
    instead: "serializer",
  },
];

function ownOperator(names: string): RegExp {
  return new RegExp(`^airflow\\.(?:[\\w.]+\\.)?(?:${names})$`);
}

/** The newest versions of which it is known what operators take. */
const newest: Readonly<Record<string, string>> = {
  "apache-airflow": "3.3.2",
  "apache-airflow-core": "3.3.2",
  "apache-airflow-providers-standard": "1.21.0",
};

/** What a node with Airflow 3 refuses of a DAG's own tasks. Operators of the repository may take what they like. */
export function refusedTaskArguments({ tasks }: Dag, inventory: NodeInventory | null): readonly RefusedTaskArgument[] {
  const packages = inventory?.packages ?? {};
  const isKnown = Object.entries(newest).every(([name, most]) => isAtMost(packages[name] ?? "", most));
  const standard = packages["apache-airflow-providers-standard"];
  return tasks
    .filter(({ definedIn, isUnconditional, operator }) => {
      return definedIn === null && isUnconditional && /^(?:airflow\.|@task\b)/.test(operator);
    })
    .flatMap((task) =>
      task.arguments.flatMap((given) => {
        const unknown = isKnown && standard !== undefined ? unknownOf(given, task) : null;
        return refusalOf(given, task) ?? unknown ?? [];
      }),
    );
}

function refusalOf(given: PlainArgument, { operator }: Task): RefusedTaskArgument | null {
  const { name } = given;
  if (name === null) return null;
  const instead = gone.get(name) ?? goneOf.find((one) => one.name === name && one.operator.test(operator))?.instead;
  return instead === undefined && !gone.has(name) ? null : { given, instead: instead ?? null };
}

/** One that no version up to the node's has. What is near to a known one is told as misspelt, whatever the version. */
function unknownOf(given: PlainArgument, { operator }: Task): RefusedTaskArgument | null {
  const known = argumentsOfOperator(operator);
  const { name } = given;
  if (known === null || name === null || name.startsWith("*") || known.taken.includes(name)) return null;
  return findNearest(name, known.taken) === null ? { given, instead: null } : null;
}

function isAtMost(version: string, most: string): boolean {
  const [left, right] = [version, most].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (const [index, limit] of (right ?? []).entries()) {
    const part = left?.[index] ?? 0;
    if (part !== limit) return part < limit;
  }
  return true;
}
