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

/** What a node with Airflow 3 refuses of a DAG's own tasks. Operators of the repository may take what they like. */
export function refusedTaskArguments({ tasks }: Dag): readonly RefusedTaskArgument[] {
  return tasks
    .filter(({ definedIn, isUnconditional, operator }) => {
      return definedIn === null && isUnconditional && /^(?:airflow\.|@task\b)/.test(operator);
    })
    .flatMap((task) => task.arguments.flatMap((given) => refusalOf(given, task) ?? []));
}

function refusalOf(given: PlainArgument, { operator }: Task): RefusedTaskArgument | null {
  const { name } = given;
  if (name === null) return null;
  const instead = gone.get(name) ?? goneOf.find((one) => one.name === name && one.operator.test(operator))?.instead;
  return instead === undefined && !gone.has(name) ? null : { given, instead: instead ?? null };
}
