import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";
import { hasTaskOrGroup, tasksFor } from "./followed-tasks.ts";

export const branchTargetStray = defineRule<{
  taskId: string;
  target: string;
  isThere: boolean;
  known: readonly string[];
}>({
  id: "DAG-018",
  name: "branch-target-stray",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A branching task decides for a task that does not follow it.",
  why: "A branch chooses among the tasks that directly follow it. Airflow fails it when it names a task that the DAG does not have; one that stands elsewhere is not chosen by it, and what does follow it is skipped. Looked at are ids that are written as constants, in DAGs of which all tasks and edges are known.",
  message: ({ taskId, target, isThere, known }) =>
    isThere
      ? `The task ${quoteName(taskId)} may decide for ${quoteName(target)}, which does not directly follow it.`
      : `The task ${quoteName(taskId)} may decide for ${quoteName(target)}, which this DAG does not have.${didYouMean(target, known)}`,
  remedy: ({ taskId, target, isThere }) =>
    isThere
      ? `Write ${quoteName(`${taskId} >> ${target}`)}, or name a task that follows it.`
      : "Name a task of this DAG, with the ids of its groups before its own.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG, task

    with DAG("nightly", schedule=None):

        @task.branch
        def choose(logical_date=None):
            return "full" if logical_date.day == 1 else "quick_load"

        choose() >> [EmptyOperator(task_id="full"), EmptyOperator(task_id="quick")]
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG, task

    with DAG("nightly", schedule=None):

        @task.branch
        def choose(logical_date=None):
            return "full" if logical_date.day == 1 else "quick"

        choose() >> [EmptyOperator(task_id="full"), EmptyOperator(task_id="quick")]
  `,
  check({ module, text }, report) {
    for (const dag of module?.dags ?? []) {
      if (dag.certainty !== "exact" || dag.definedIn !== null) continue;
      for (const task of dag.tasks) {
        const { taskId, downstream: known } = task;
        for (const { target, span, isThere } of strayTargets(dag, task)) {
          // A group whose id is not that of its tasks need not be known.
          if (isThere || !/prefix_group_id/.test(text)) report(span ?? task.idSpan, { taskId, target, isThere, known });
        }
      }
    }
  },
});

/** What a task may decide for without being directly before it. */
function strayTargets(dag: Dag, { branching, definedIn, downstream }: Task) {
  if (branching === undefined || definedIn !== null) return [];
  const follows = new Set(downstream);
  const named = branching.choices.flatMap(({ taskIds, span }) => taskIds.map((target) => ({ target, span })));
  return named
    .filter(({ target }) => !tasksFor(dag, target).some((one) => follows.has(one)))
    .map((one) => ({ ...one, isThere: hasTaskOrGroup(dag, one.target) }));
}
