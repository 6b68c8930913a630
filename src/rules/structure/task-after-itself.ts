import { quoteName } from "../../formats/did-you-mean.ts";
import type { DagModule } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";
import { onceOf } from "../once-of.ts";

export const taskAfterItself = defineRule<{ taskId: string }>({
  id: "DAG-003",
  name: "task-after-itself",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task depends on itself.",
  why: "It is the shortest of all cycles. Airflow refuses the DAG when it imports the file.",
  message: ({ taskId }) => `The task ${quoteName(taskId)} depends on itself.`,
  remedy: () => "Take the dependency away, or name the task that was meant.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        load = EmptyOperator(task_id="load")
        load >> load
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        load = EmptyOperator(task_id="load")
        check = EmptyOperator(task_id="check")
        load >> check
  `,
  check({ module }, report) {
    if (module === null) return;
    for (const dag of module.dags) {
      if (dag.certainty === "unknown" || dag.definedIn !== null) continue;
      for (const { taskId, idSpan, downstream, definedIn } of dag.tasks) {
        if (!downstream.includes(taskId) || idsTwice(module).has(taskId)) continue;
        const { taskIds: [from, to] = [], span = null } = dag.circle ?? {};
        const isTold = from === taskId && to === taskId;
        report((isTold ? span : null) ?? (definedIn === null ? idSpan : dag.idSpan), { taskId });
      }
    }
  },
});

/** Of two tasks with one id it is told that they have it; which of them the other waits for is another matter. */
const idsTwice = onceOf(
  ({ failures }: DagModule): ReadonlySet<string> =>
    new Set(
      failures
        .filter(({ type }) => type === "DuplicateTaskIdFound")
        .flatMap(({ message }) => [...message.matchAll(/'([^']*)'/g).map(([, id = ""]) => id)]),
    ),
);
