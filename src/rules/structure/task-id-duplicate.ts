import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const taskIdDuplicate = defineRule<{ id: string; what: string }>({
  id: "DAG-002",
  name: "task-id-duplicate",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Two tasks or groups of a DAG have the same id.",
  why: "Airflow refuses the file when it imports it, and then none of the file's DAGs is there. A task and a group share one space of ids; a task in a group has the group's id before its own.",
  message: ({ id, what }) =>
    `The ${what} ${quoteName(id)} is already taken in this DAG, so Airflow cannot import this file.`,
  remedy: () => "Give one of the two another id.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")
        EmptyOperator(task_id="load")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")
        EmptyOperator(task_id="load_again")
  `,
  check({ module }, report) {
    for (const { type, message, span, definedIn } of module?.failures ?? []) {
      if (type !== "DuplicateTaskIdFound" || definedIn !== null) continue;
      const what = message.startsWith("group_id") ? "group_id" : "task_id";
      report(span, { id: /'([^']*)'/.exec(message)?.[1] ?? "", what });
    }
  },
});
