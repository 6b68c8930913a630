import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { dagsElsewhere } from "./dags-elsewhere.ts";

const dag = `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      EmptyOperator(task_id="load")
`;
const live = { path: "dags/nightly.py", state: "live", change: null } as const;

export const dagIdOnNode = defineRule<{ dagId: string; repository: string; path: string }>({
  id: "IDN-005",
  name: "dag-id-on-node",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Another repository of the node has a DAG with the same `dag_id`.",
  why: "Airflow keeps one DAG for each id, whichever repository it comes from. Which of the two it is can change from one parse to the next, and runs of the one would be taken for runs of the other. What the node has is known from its inventory.",
  message: ({ dagId, repository, path }) =>
    `The dag_id ${quoteName(dagId)} belongs to ${quoteName(repository)} on this node (${quoteName(path)}).`,
  remedy: () => "Choose another id, such as one that begins with this repository's name.",
  bad: {
    path: "dags/example.py",
    text: dag,
    facts: {
      repository: "acme/study",
      inventory: { modules: { airflow: [] }, dags: [{ ...live, dagId: "nightly", repository: "acme/other" }] },
    },
  },
  good: {
    path: "dags/example.py",
    text: dag,
    facts: {
      repository: "acme/study",
      inventory: { modules: { airflow: [] }, dags: [{ ...live, dagId: "nightly", repository: "acme/study" }] },
    },
  },
  check(subject, report) {
    for (const { span, other } of dagsElsewhere(subject, "live")) {
      report(span, { dagId: other.dagId, repository: other.repository, path: other.path });
    }
  },
});
