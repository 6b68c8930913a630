import { quoteName } from "../../formats/did-you-mean.ts";
import type { RefusedArgument } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";

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
  check({ module }, report) {
    for (const { argument, definedIn, span } of module?.failures ?? [])
      if (argument !== undefined && argument.problem !== "unknown" && definedIn === null) report(span, argument);
  },
});
