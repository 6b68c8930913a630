import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const dagNeverCalled = defineRule<{ name: string }>({
  id: "DAG-004",
  name: "dag-never-called",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A function is decorated with `@dag` and never called.",
  why: "`@dag` registers its DAG only when the function is called. Without the call the file parses, and the DAG is missing in Airflow without any error.",
  message: ({ name }) => `${quoteName(name)} is decorated with \`@dag\` but never called, so Airflow will not see it.`,
  remedy: ({ name }) => `Call ${quoteName(`${name}()`)} at module level.`,
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import dag

    @dag(schedule=None)
    def nightly():
        EmptyOperator(task_id="load")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import dag

    @dag(schedule=None)
    def nightly():
        EmptyOperator(task_id="load")

    nightly()
  `,
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      if (dag.form !== "decorator" || dag.isCalled !== false || dag.boundName === null) continue;
      report(dag.nameSpan, { name: dag.boundName });
    }
  },
});
