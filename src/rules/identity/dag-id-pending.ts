import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { dagsElsewhere } from "./dags-elsewhere.ts";

const dag = `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      EmptyOperator(task_id="load")
`;
const pending = { path: "dags/nightly.py", state: "pending", change: 12 } as const;

export const dagIdPending = defineRule<{ dagId: string; repository: string; path: string }>({
  id: "IDN-006",
  name: "dag-id-pending",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "An open change of another repository of the node brings a DAG with the same `dag_id`.",
  why: "Airflow keeps one DAG for each id, whichever repository it comes from. Whichever of the two changes lands second would collide with the first. What is open is known from the node's inventory.",
  message: ({ dagId, repository, path }) =>
    `An open change of ${quoteName(repository)} brings the dag_id ${quoteName(dagId)} too (${quoteName(path)}).`,
  remedy: () => "Agree on who keeps the id, and choose another one here or there.",
  bad: {
    path: "dags/example.py",
    text: dag,
    facts: {
      repository: "acme/study",
      inventory: { modules: { airflow: [] }, dags: [{ ...pending, dagId: "nightly", repository: "acme/other" }] },
    },
  },
  good: {
    path: "dags/example.py",
    text: dag,
    facts: {
      repository: "acme/study",
      inventory: { modules: { airflow: [] }, dags: [{ ...pending, dagId: "nightly", repository: "acme/study" }] },
    },
  },
  check(subject, report) {
    for (const { span, other } of dagsElsewhere(subject, "pending")) {
      report(span, { dagId: other.dagId, repository: other.repository, path: other.path });
    }
  },
});
