import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isOnNode, targetsOf } from "./find-targets.ts";

const example = (target: string): string => `
  from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      TriggerDagRunOperator(task_id="next", trigger_dag_id="${target}")
`;
const facts = {
  repository: "acme/study",
  inventory: {
    modules: { airflow: [] },
    dags: [{ dagId: "export", repository: "acme/other", path: "dags/export.py", state: "live", change: null }],
  },
} as const;

export const triggerTargetUnknown = defineRepositoryRule<{ dagId: string; taskId: string; known: readonly string[] }>({
  id: "DAG-010",
  name: "trigger-target-unknown",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A task triggers a DAG that neither the repository nor the node has.",
  why: "The task fails when it runs, perhaps after hours of work. What the node has besides this repository is known from its inventory; without one, or where not all DAGs of the repository are written out, the answer is that it cannot be known.",
  message: ({ dagId, taskId, known }) =>
    `The task ${quoteName(taskId)} triggers the DAG ${quoteName(dagId)}, which neither this repository nor the node has.${didYouMean(dagId, known)}`,
  remedy: () => "Name a DAG that is there; if the node has it by now, run `countersign inventory` there again.",
  bad: { path: "dags/example.py", text: example("exprot_all"), facts },
  good: { path: "dags/example.py", text: example("export"), facts },
  checkAll(subject, report) {
    for (const { path, span, taskId, dagId } of targetsOf(subject, "triggers")) {
      const answer = isOnNode(subject, dagId);
      if (typeof answer === "string") report.indeterminate(path, answer);
      else if (!answer) report(path, span, { dagId, taskId, known: subject.catalogue.listIds() });
    }
  },
});
