import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const dagWithoutTasks = defineRule<{ dagId: string }>({
  id: "DAG-016",
  name: "dag-without-tasks",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A DAG has no task.",
  why: "Airflow takes such a DAG, and each of its runs does nothing and is a success. Whoever waits for it, or sees it green, believes that something was done. Told only where it is sure that no task is added anywhere.",
  message: ({ dagId }) => `The DAG ${quoteName(dagId)} has no task: Airflow takes it, and each run of it does nothing.`,
  remedy: () => "Give it a task, or remove the DAG.",
  bad: `
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        pass
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")
  `,
  check({ module }, report) {
    for (const { dagId, idSpan, certainty, definedIn, isUnconditional, tasks } of module?.dags ?? []) {
      const isSure = certainty === "exact" && isUnconditional && definedIn === null;
      if (isSure && dagId !== null && tasks.length === 0) report(idSpan, { dagId });
    }
  },
});
