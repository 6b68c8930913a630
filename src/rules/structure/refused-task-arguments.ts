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

/** The same of one operator. */
const goneOf: readonly { readonly operator: RegExp; readonly name: string; readonly instead: string }[] = [
  { operator: /^airflow\.[\w.]+\.TriggerDagRunOperator$/, name: "execution_date", instead: "logical_date" },
];

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
