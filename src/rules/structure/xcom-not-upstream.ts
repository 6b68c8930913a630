import type { Span } from "../../domain/finding.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";
import { hasTask } from "./followed-tasks.ts";
import { mayComeBefore } from "./related-tasks.ts";

export const xcomNotUpstream = defineRule<{ taskId: string; from: string; isThere: boolean }>({
  id: "DAG-012",
  name: "xcom-not-upstream",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task pulls the result of a task that does not run before it.",
  why: "What is pulled is there only once the other task is done. Without a dependency Airflow may start both at once, and what is pulled is `None`. Looked at are templates in the arguments of tasks, and the functions that tasks run where they stand in the same file, in DAGs of which all tasks and edges are known. A function that several tasks run is told of where it is right for none of them.",
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
      for (const task of dag.tasks) {
        for (const { from, span } of strayPulls(dag, task)) report(span ?? task.idSpan, described(dag, task, from));
      }
    }
    for (const pulls of functionPulls(module?.dags ?? []).values()) {
      const [first] = pulls;
      if (first !== undefined && pulls.every(isStray)) report(first.span, described(first.dag, first.task, first.from));
    }
  },
});

interface FunctionPull {
  readonly dag: Dag;
  readonly task: Task;
  readonly from: string;
  readonly span: Span;
}

/** What the functions of tasks pull, by place and id: the tasks of all DAGs that run the same code are together. */
function functionPulls(dags: readonly Dag[]): ReadonlyMap<string, readonly FunctionPull[]> {
  const all = dags.flatMap((dag) =>
    dag.tasks.flatMap((task) =>
      (task.pulls ?? []).flatMap(({ taskIds, span }) =>
        taskIds.map((from): FunctionPull => ({ dag, task, from, span })),
      ),
    ),
  );
  return Map.groupBy(all, ({ span, from }) => `${span.start.line}:${span.start.column}:${from}`);
}

function isStray({ dag, task, from }: FunctionPull): boolean {
  const isKnown = dag.certainty === "exact" && dag.definedIn === null && task.definedIn === null;
  return isKnown && from !== task.taskId && !mayComeBefore(dag, from, task);
}

function described(dag: Dag, { taskId }: Task, from: string) {
  return { taskId, from, isThere: hasTask(dag, from) };
}

/** What a task pulls from others that need not have run before it. */
function strayPulls(dag: Dag, task: Task): readonly { readonly from: string; readonly span: Span | null }[] {
  if (task.definedIn !== null) return [];
  const pulls = task.arguments.flatMap(({ value, span }) => pullsIn(value).map((from) => ({ from, span })));
  return pulls.filter(({ from }) => from !== task.taskId && !mayComeBefore(dag, from, task));
}

/** The ids of tasks that the templates of a value pull from in the same run. */
function pullsIn(value: PlainValue): readonly string[] {
  if (value.kind === "list") return value.items.flatMap(pullsIn);
  if (value.kind === "dict") return value.entries.flatMap((entry) => pullsIn(entry.value));
  if (value.kind !== "constant" || typeof value.value !== "string" || !/\{\{|\{%/.test(value.value)) return [];
  return [...value.value.matchAll(/\bxcom_pull\(([^()]{0,500})\)/g)].flatMap(([, given = ""]) => {
    if (/\b(?:dag_id|include_prior_dates|run_id)\b/.test(given)) return [];
    const ids =
      /^\s*(?:task_ids\s*=\s*)?([["'].*)/s.exec(given)?.[1] ?? /,\s*task_ids\s*=\s*([["'].*)/s.exec(given)?.[1];
    return idsAtStart(ids ?? "");
  });
}

/** `'a'` or `['a', 'b']`, with nothing but a comma behind it; else nothing. */
function idsAtStart(given: string): readonly string[] {
  const list = /^\[([^\]]*)\]\s*(?:,|$)/.exec(given)?.[1];
  const items = list === undefined ? [/^(?:"[^"]*"|'[^']*')(?=\s*(?:,|$))/.exec(given)?.[0] ?? ""] : list.split(",");
  const ids = items.map((item) => /^\s*(["'])([\w.-]+)\1\s*$/.exec(item)?.[2]);
  return ids.every((id) => id !== undefined) ? ids : [];
}
