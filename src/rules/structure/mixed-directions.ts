import { defineRule } from "../define-rule.ts";

export const mixedDirections = defineRule<Record<never, never>>({
  id: "DAG-017",
  name: "mixed-directions",
  severity: "info",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "One expression sets dependencies in both directions.",
  why: "`a >> b << c` runs `a` and `c` before `b`. Whoever reads it from left to right sees `c` last. Airflow does what is written, whether or not that was meant.",
  message: () => "This sets dependencies in both directions, so that its order is not the one in which tasks run.",
  remedy: () => "Write it with `>>` alone, such as `[a, c] >> b`.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        count = EmptyOperator(task_id="count")
        load = EmptyOperator(task_id="load")
        clean = EmptyOperator(task_id="clean")
        count >> load << clean
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        count = EmptyOperator(task_id="count")
        load = EmptyOperator(task_id="load")
        clean = EmptyOperator(task_id="clean")
        [count, clean] >> load
  `,
  check({ module }, report) {
    for (const span of module?.mixedEdges ?? []) report(span, {});
  },
});
