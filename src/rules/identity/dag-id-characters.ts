import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

/**
 * As `validate_key` in airflow/sdk/definitions/_internal/node.py: `^[\w.-]+$`, where Python's `\w` knows no combining marks,
 * and its `$` lets a last newline pass.
 */
const allowed = /^[\p{L}\p{N}_.-]+\n?$/u;
const longest = 250;

export const dagIdCharacters = defineRule<{ dagId: string; why: string }>({
  id: "IDN-003",
  name: "dag-id-characters",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A `dag_id` has characters that Airflow does not allow, or is too long.",
  why: "Airflow takes letters, digits, dashes, dots and underscores, at most 250 of them. It refuses anything else when it imports the file, and then none of the file's DAGs is there.",
  message: ({ dagId, why }) => `The dag_id ${quoteName(dagId)} ${why}, so Airflow cannot import this file.`,
  remedy: () => "Use letters, digits, dashes, dots and underscores, at most 250 of them.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly export"):
        EmptyOperator(task_id="load")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly_export"):
        EmptyOperator(task_id="load")
  `,
  check({ module }, report) {
    for (const { dagId, idSpan } of module?.dags ?? []) {
      if (dagId === null) continue;
      if ([...dagId].length > longest) report(idSpan, { dagId, why: `is longer than ${longest} characters` });
      else if (dagId === "") report(idSpan, { dagId, why: "is empty" });
      else if (!allowed.test(dagId)) report(idSpan, { dagId, why: "has characters that are not allowed" });
    }
  },
});
