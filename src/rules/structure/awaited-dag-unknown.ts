import { defineRepositoryRule } from "../define-rule.ts";
import { type UnknownTarget, unknownTarget } from "./unknown-target.ts";

export const awaitedDagUnknown = defineRepositoryRule<UnknownTarget>({
  id: "DAG-011",
  name: "awaited-dag-unknown",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary:
    "A sensor waits for a DAG, or an `ExternalTaskMarker` names one, that neither the repository nor the node has.",
  why: "The sensor waits until its timeout, by default for a week, for a run that never comes; a marker clears nothing. What the node has besides this repository is known from its inventory, and to the service from the node's other repositories as they are live; without either, or where not all DAGs are written out, the answer is that it cannot be known.",
  ...unknownTarget({
    verbs: { awaits: "waits for", marks: "marks" },
    example: {
      from: "from airflow.providers.standard.sensors.external_task import ExternalTaskSensor",
      line: (dagId) => `ExternalTaskSensor(task_id="wait", external_dag_id="${dagId}")`,
    },
  }),
});
