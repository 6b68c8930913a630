import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const taskIdCharacters = defineRule<{ id: string; what: string }>({
  id: "IDN-004",
  name: "task-id-characters",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A `task_id` or `group_id` has characters that Airflow does not allow, or is too long.",
  why: "Airflow takes letters, digits, dashes, dots and underscores, at most 250 of them; a group's id has no dots. It refuses anything else when it imports the file, and then none of the file's DAGs is there.",
  message: ({ id, what }) => `The ${what} ${quoteName(id)} is not allowed, so Airflow cannot import this file.`,
  remedy: () => "Use letters, digits, dashes and underscores, at most 250 of them.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load all")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load_all")
  `,
  check({ module }, report) {
    for (const { type, message, span, definedIn } of module?.failures ?? []) {
      const [, id, what] = /^The key '(.*)' is not allowed as a (task_id|group_id)$/s.exec(message) ?? [];
      if (type !== "ValueError" || definedIn !== null || id === undefined || what === undefined) continue;
      report(span, { id, what });
    }
  },
});
