import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const fileRaises = defineRule<{ type: string }>({
  id: "DAG-014",
  name: "file-raises",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A file with DAGs raises an exception whenever it is imported.",
  why: "Airflow takes no DAG from a file that raises, not even those that were made above that line. Told is only what is written as `raise` or `assert`, and surely reached.",
  message: ({ type }) => `This raises ${quoteName(type)} on every import, so that Airflow takes no DAG from this file.`,
  remedy: () => "Remove it, or raise only under the condition that is meant.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")

    raise NotImplementedError("not yet")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")
  `,
  check({ module, text }, report) {
    if (module === null || module.certainty !== "exact" || module.dags.length === 0) return;
    const lines = text.split("\n");
    for (const { type, span, definedIn, dagId } of module.failures) {
      const line = lines[span.start.line - 1]?.slice(span.start.column - 1) ?? "";
      if (definedIn === null && dagId === null && /^(?:raise|assert)\b/.test(line)) report(span, { type });
    }
  },
});
