import type { Span } from "../../domain/finding.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";
import { relativesOf } from "./related-tasks.ts";

export const xcomNotUpstream = defineRule<{ taskId: string; from: string; isThere: boolean }>({
  id: "DAG-012",
  name: "xcom-not-upstream",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task's template pulls the result of a task that does not run before it.",
  why: "What is pulled is there only once the other task is done. Without a dependency Airflow may start both at once, and the template then gets `None`. Looked at are templates in the arguments of tasks, in DAGs of which all tasks and edges are known.",
  message: ({ taskId, from, isThere }) =>
    isThere
      ? `The task ${quoteName(taskId)} pulls the result of ${quoteName(from)}, which need not have run before it.`
      : `The task ${quoteName(taskId)} pulls the result of ${quoteName(from)}, which this DAG does not have.`,
  remedy: ({ taskId, from, isThere }) =>
    isThere
      ? `Write ${quoteName(`${from} >> ${taskId}`)}.`
      : "Name a task of this DAG, with the ids of its groups before its own.",
  bad: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        count = BashOperator(task_id="count", bash_command="wc -l data.csv")
        show = BashOperator(task_id="show", bash_command="echo {{ ti.xcom_pull(task_ids='count') }}")
  `,
  good: `
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        count = BashOperator(task_id="count", bash_command="wc -l data.csv")
        show = BashOperator(task_id="show", bash_command="echo {{ ti.xcom_pull(task_ids='count') }}")
        count >> show
  `,
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      if (dag.certainty !== "exact" || dag.definedIn !== null) continue;
      const ids = new Set(dag.tasks.map(({ taskId }) => taskId));
      for (const task of dag.tasks) {
        for (const { from, span } of strayPulls(dag, task)) {
          report(span ?? task.idSpan, { taskId: task.taskId, from, isThere: ids.has(from) });
        }
      }
    }
  },
});

/** What a task pulls from others that need not have run before it. */
function strayPulls(dag: Dag, task: Task): readonly { readonly from: string; readonly span: Span | null }[] {
  if (task.definedIn !== null) return [];
  const pulls = task.arguments.flatMap(({ value, span }) => pullsIn(value).map((from) => ({ from, span })));
  if (pulls.length === 0) return [];
  const before = relativesOf(dag, task.taskId, "upstream");
  return pulls.filter(({ from }) => from !== task.taskId && !before.has(from));
}

/** The ids of tasks that the templates of a value pull from in the same run. */
function pullsIn(value: PlainValue): readonly string[] {
  if (value.kind === "list") return value.items.flatMap(pullsIn);
  if (value.kind === "dict") return value.entries.flatMap((entry) => pullsIn(entry.value));
  if (value.kind !== "constant" || typeof value.value !== "string" || !/\{\{|\{%/.test(value.value)) return [];
  return [...value.value.matchAll(/\bxcom_pull\(([^()]{0,500})\)/g)].flatMap(([, given = ""]) => {
    if (/\b(?:dag_id|include_prior_dates|run_id)\b/.test(given)) return [];
    const id = /^\s*(?:task_ids\s*=\s*)?(["'])([\w.-]+)\1\s*(?:,|$)/.exec(given)?.[2];
    return id ?? /,\s*task_ids\s*=\s*(["'])([\w.-]+)\1\s*(?:,|$)/.exec(given)?.[2] ?? [];
  });
}
