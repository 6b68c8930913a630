import { quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";
import { onceOf } from "../once-of.ts";
import { tasksFor } from "./followed-tasks.ts";
import { reached, takeSteps } from "./related-tasks.ts";

const example = (rule: string): string => `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.sdk import DAG, task

  with DAG("nightly", schedule=None):

      @task.branch
      def choose(logical_date=None):
          return "full" if logical_date.day == 1 else "quick"

      join = EmptyOperator(task_id="join"${rule})
      choose() >> [EmptyOperator(task_id="full"), EmptyOperator(task_id="quick")] >> join
`;

export const skippedAfterBranch = defineRule<{ taskId: string; branch: string; isJoin: boolean }>({
  id: "DAG-019",
  name: "skipped-after-branch",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task is skipped, whichever way the branch before it decides.",
  why: "What a branch does not choose is skipped, and with the usual trigger rule a task is skipped as soon as one before it is: one that joins two branches never runs. Nor does one that the branch never chooses. Told where all that the branch may decide is written as constants, in DAGs of which all tasks and edges are known.",
  message: ({ taskId, branch }) =>
    `The task ${quoteName(taskId)} is skipped whichever way ${quoteName(branch)} decides.`,
  remedy: ({ isJoin }) =>
    isJoin
      ? 'Give it `trigger_rule="none_failed_min_one_success"`, with which it runs after either branch.'
      : "Have the branch choose it, or remove it.",
  bad: example(""),
  good: example(', trigger_rule="none_failed_min_one_success"'),
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      if (dag.certainty !== "exact" || dag.definedIn !== null) continue;
      for (const branch of dag.tasks) {
        const follows = new Set(branch.downstream);
        for (const task of alwaysSkipped(dag, branch, follows)) {
          const span = task.definedIn === null ? task.idSpan : dag.idSpan;
          const isJoin = !follows.has(task.taskId) || task.upstream.length > 1;
          report(span, { taskId: task.taskId, branch: branch.taskId, isJoin });
        }
      }
    }
  },
});

/** The first tasks that are skipped in each way that a branch may decide; none where it may decide for what does not follow it. */
function alwaysSkipped(dag: Dag, branch: Task, follows: ReadonlySet<string>): readonly Task[] {
  const { branching, downstream } = branch;
  if (branching === undefined || !branching.isExact || branching.choices.length === 0) return [];
  const tasks = tasksById(dag);
  const ways: ReadonlySet<string>[] = [];
  for (const { taskIds } of branching.choices) {
    const chosen = taskIds.map((id) => tasksFor(dag, id));
    if (!chosen.every((ids) => ids.some((id) => follows.has(id)))) return [];
    const followed = reached(dag, chosen.flat(), "downstream", follows);
    const first = downstream.filter((id) => followed?.has(id) === false && tasks.get(id)?.isTeardown === false);
    const way = followed === null ? null : withSkipped(dag, first);
    if (way === null) return [];
    ways.push(way);
  }
  const [first, ...others] = ways;
  const always = new Set([...(first ?? [])].filter((id) => others.every((way) => way.has(id))));
  return [...always].flatMap((id) => {
    const task = tasks.get(id);
    return task === undefined || task.upstream.some((one) => always.has(one)) ? [] : [task];
  });
}

/** The tasks that are skipped because those are; `null` where that takes too many steps. */
function withSkipped(dag: Dag, first: readonly string[]): ReadonlySet<string> | null {
  const tasks = tasksById(dag);
  const skipped = new Set(first);
  const open = [...first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const next = tasks.get(id)?.downstream ?? [];
    if (!takeSteps(dag, next.length + 1)) return null;
    for (const one of next) {
      const task = tasks.get(one);
      if (task === undefined || skipped.has(one) || !skipsWith(task)) continue;
      skipped.add(one);
      open.push(one);
    }
  }
  return skipped;
}

const tasksById = onceOf((dag: Dag) => new Map(dag.tasks.map((task) => [task.taskId, task])));

function skipsWith({ triggerRule }: Task): boolean {
  return triggerRule.known && (triggerRule.value === "all_success" || triggerRule.value === "none_skipped");
}
