import { defineRepositoryRule } from "../define-rule.ts";
import { type UnknownTarget, unknownTarget } from "./unknown-target.ts";

export const triggerTargetUnknown = defineRepositoryRule<UnknownTarget>({
  id: "DAG-010",
  name: "trigger-target-unknown",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task triggers a DAG that neither the repository nor the node has.",
  why: "The task fails when it runs, perhaps after hours of work. What the node has besides this repository is known from its inventory, and to the service from the node's other repositories as they are live; without either, or where not all DAGs are written out, the answer is that it cannot be known.",
  ...unknownTarget({
    verbs: { triggers: "triggers" },
    example: {
      from: "from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator",
      line: (dagId) => `TriggerDagRunOperator(task_id="next", trigger_dag_id="${dagId}")`,
    },
  }),
});
