import { quoteName } from "../../formats/did-you-mean.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";

const example = (more: string): string => `
  from datetime import timedelta

  from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      ExternalTaskSensor(task_id="wait", external_dag_id="nightly"${more}, check_existence=True, timeout=60)
`;

export const awaitsItself = defineRule<{ taskId: string; dagId: string }>({
  id: "DAG-021",
  name: "awaits-itself",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A sensor waits for the run that it is in.",
  why: "The run is not done before the sensor is, and the sensor not before the run: it waits until its timeout, and fails. To wait for an earlier run of the same DAG it needs an `execution_delta` or `execution_date_fn`.",
  message: ({ taskId, dagId }) =>
    `The task ${quoteName(taskId)} waits for the end of the run of ${quoteName(dagId)} that it is in itself.`,
  remedy: () => "Say by `execution_delta` which earlier run is meant, or take the sensor away.",
  bad: example(""),
  good: example(", execution_delta=timedelta(days=1)"),
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      if (dag.dagId === null || dag.definedIn !== null || dag.isRegistered === false) continue;
      for (const task of dag.tasks) {
        if (task.definedIn === null && task.isUnconditional && awaitsOwnRun(task, dag))
          report(task.idSpan, { taskId: task.taskId, dagId: dag.dagId });
      }
    }
  },
});

/** What says that another run is meant, or not its end. */
const others = /^(?:\*\*?|execution_delta|execution_date_fn|logical_date_fn|allowed_states|skipped_states)$/;

function awaitsOwnRun({ operator, taskId, ...task }: Task, { dagId }: Dag): boolean {
  if (!/\bExternalTaskSensor(?:Async)?$/.test(operator)) return false;
  const given = [...task.arguments, ...task.defaults].filter(
    ({ value }) => value.kind !== "constant" || value.value !== null,
  );
  if (given.some(({ name }) => name === null || others.test(name))) return false;
  const constantOf = (name: string): unknown => {
    const value = given.find((one) => one.name === name)?.value;
    return value?.kind === "constant" ? value.value : value;
  };
  if (constantOf("external_dag_id") !== dagId) return false;
  if (constantOf("external_task_ids") !== undefined || constantOf("external_task_group_id") !== undefined) return false;
  const awaited = constantOf("external_task_id");
  return awaited === undefined || awaited === taskId;
}
