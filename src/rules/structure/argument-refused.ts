import type { Span } from "../../domain/finding.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { DagModule, RefusedArgument } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";
import { airflowOfNode } from "./airflow-of-node.ts";

export const argumentRefused = defineRule<RefusedArgument>({
  id: "DAG-028",
  name: "argument-refused",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A DAG or a task is given a value that Airflow refuses, or lacks an argument that it must have.",
  why: "Airflow cannot import the file, and its DAGs vanish: `execution_timeout=3600` is no `timedelta`, a `BashOperator` needs its `bash_command`, and a function decorated with `@task` its arguments. What must be there is known of the operators of Airflow and its standard provider.",
  message: ({ of, name, problem }) =>
    problem === "missing"
      ? `${quoteName(of)} lacks its argument ${quoteName(name)}, so Airflow cannot import this file.`
      : `Airflow refuses this value of ${quoteName(name)} of a ${of}, so it cannot import this file.`,
  remedy: ({ name, problem, instead }) =>
    problem === "missing" ? `Give it ${quoteName(name)}.` : `Give ${quoteName(name)} ${instead}.`,
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        BashOperator(task_id="load", bash_command="make load", execution_timeout=3600)
  `,
  good: `
    from datetime import timedelta

    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        BashOperator(task_id="load", bash_command="make load", execution_timeout=timedelta(hours=1))
  `,
  check({ module, inventory }, report) {
    for (const { argument, definedIn, span } of module?.failures ?? [])
      if (argument !== undefined && argument.problem !== "unknown" && definedIn === null) report(span, argument);
    const version = airflowOfNode(inventory);
    if (module === null || version === null || version < 3) return;
    for (const span of datesAsText(module))
      report(span, { of: "task", name: "start_date", problem: "value", instead: "a `datetime`" });
  },
});

/** Texts as the `start_date` of tasks, which Airflow 2 takes with a warning and Airflow 3 refuses. */
function datesAsText({ dags }: DagModule): readonly Span[] {
  const tasks = dags.flatMap((dag) => (dag.definedIn === null && dag.isMade ? dag.tasks : []));
  const own = tasks.filter(({ definedIn, isUnconditional, isMapped, operator }) => {
    return definedIn === null && isUnconditional && !isMapped && /^(?:airflow\.|@task\b)/.test(operator);
  });
  return own.flatMap((task) => {
    const given = task.arguments.find(({ name }) => name === "start_date");
    const isText = given?.value.kind === "constant" && typeof given.value.value === "string";
    return isText && given.span !== null ? [given.span] : [];
  });
}
