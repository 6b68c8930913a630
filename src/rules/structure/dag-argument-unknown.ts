import type { Span } from "../../domain/finding.ts";
import { findNearest, quoteName } from "../../formats/did-you-mean.ts";
import { dagArguments } from "../../python/airflow/dag-arguments.ts";
import type { Dag } from "../../python/dag-model.ts";
import type { PlainArgument } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { airflowOfNode } from "./airflow-of-node.ts";
import { refusedTaskArguments } from "./refused-task-arguments.ts";

interface Data {
  /** What takes no such argument: `DAG`, `task`, an operator's class. */
  readonly of: string;
  readonly name: string;
  /** The major version of the node's Airflow where that decides; `null`: no version takes it. */
  readonly version: number | null;
  /** What to write in its place; `null`: nothing. */
  readonly instead: string | null;
}

/** Arguments of Airflow 2.11.2 that Airflow 3 refuses, and what it has in their place. */
export const goneArguments: ReadonlyMap<string, string | null> = new Map([
  ["concurrency", "max_active_tasks"],
  ["default_view", null],
  ["fail_stop", "fail_fast"],
  ["full_filepath", null],
  ["orientation", null],
  ["schedule_interval", "schedule"],
  ["timetable", "schedule"],
]);

/** The others of both. */
export const takenArguments: readonly string[] = [...new Set([...dagArguments[2], ...dagArguments[3]])].filter(
  (name) => !goneArguments.has(name),
);

export const dagArgumentUnknown = defineRule<Data>({
  id: "DAG-026",
  name: "dag-argument-unknown",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A DAG or a task is given an argument that the node's Airflow does not take, or one that is misspelt.",
  why: "Airflow cannot import the file, and its DAGs vanish. Airflow 3 refuses `schedule_interval`, `concurrency` and others that Airflow 2 took; of tasks it refuses `provide_context`, `task_concurrency`, `xcom_push` and what its operators had of other names, such as `execution_date` of a `TriggerDagRunOperator`. That is said where the inventory tells of Airflow 3. An argument of a DAG, of an operator of Airflow or its standard provider or of `@task` that is near to a known one is taken for misspelt; any other is told of an operator where the inventory's Airflow and standard provider are not later than 3.3.2 and 1.21.0; else nothing is said of it, since a later version may have it.",
  message: ({ of, name, version, instead }) =>
    version === null
      ? `${/^(DAG|task)$/.test(of) ? `A ${of}` : quoteName(of)} takes no argument ${quoteName(name)}.${instead === null ? "" : ` Did you mean ${quoteName(instead)}?`}`
      : `A ${of} takes no argument ${quoteName(name)} in Airflow ${version}, so the node cannot import this file.`,
  remedy: ({ instead }) => (instead === null ? "Take it out." : `Write ${quoteName(instead)}.`),
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", shedule="@daily"):
        EmptyOperator(task_id="load")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule="@daily"):
        EmptyOperator(task_id="load")
  `,
  check(subject, report) {
    for (const argument of refusedArguments(subject)) report(argument.span, argument);
    for (const { argument, definedIn, span } of subject.module?.failures ?? [])
      if (argument?.problem === "unknown" && definedIn === null) report(span, { ...argument, version: null });
  },
});

type Refused = Data & { readonly span: Span };

/** The arguments of the file's own DAGs and their tasks for which the import fails. */
export function refusedArguments({ module, inventory }: Pick<FileSubject, "module" | "inventory">): readonly Refused[] {
  const version = airflowOfNode(inventory);
  const own = (module?.dags ?? []).filter(({ definedIn, isMade }) => definedIn === null && isMade);
  return own.flatMap((dag) => [
    ...dag.arguments.flatMap((given) => refusalOf(given, version) ?? []),
    ...(version !== null && version >= 3 ? refusedOfTasks(dag, version, inventory) : []),
  ]);
}

function refusedOfTasks(dag: Dag, version: number, inventory: FileSubject["inventory"]): readonly Refused[] {
  return refusedTaskArguments(dag, inventory).flatMap(({ given: { name, span }, instead }) =>
    name === null || span === null ? [] : [{ of: "task", name, span, version, instead }],
  );
}

function refusalOf({ name, span }: PlainArgument, version: number | null): Refused | null {
  if (name === null || span === null || name.startsWith("*") || takenArguments.includes(name)) return null;
  const instead = goneArguments.get(name);
  if (instead !== undefined)
    return version !== null && version >= 3 ? { of: "DAG", name, span, version, instead } : null;
  const nearest = findNearest(name, takenArguments);
  return nearest === null ? null : { of: "DAG", name, span, version: null, instead: nearest };
}
