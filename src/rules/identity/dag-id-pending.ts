import { quoteName } from "../../formats/did-you-mean.ts";
import { dagsElsewhere, type OtherDag } from "../dags-elsewhere.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isSurelyThere } from "../structure/find-targets.ts";

const dag = `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      EmptyOperator(task_id="load")
`;
const pending = { path: "dags/nightly.py", state: "pending", change: 12 } as const;

export const dagIdPending = defineRepositoryRule<OtherDag>({
  id: "IDN-006",
  name: "dag-id-pending",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Another open change, of this repository or another one of the node, brings a DAG with the same `dag_id`.",
  why: "Airflow keeps one DAG for each id, whichever repository it comes from. Whichever of the two changes lands second would collide with the first. What is open is known from the node's inventory, and to the service from the changes that it looked at.",
  message: ({ dagId, repository, path, isOwn, change }) => {
    const whose = isOwn && change !== null ? `The open change ${change}` : `An open change of ${quoteName(repository)}`;
    return `${whose} brings the dag_id ${quoteName(dagId)} too (${quoteName(path)}).`;
  },
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
  checkAll(subject, report) {
    for (const { path, dagId, idSpan, ...dag } of subject.catalogue.dags) {
      if (dagId === null || !isSurelyThere(dag)) continue;
      const isNew = (subject.before?.find(dagId) ?? []).length === 0;
      // Of two changes to one file of a repository git tells.
      const other = dagsElsewhere(subject, dagId).find(
        (one) => one.state === "pending" && one.isSure && (!one.isOwn || (isNew && one.path !== path)),
      );
      if (other !== undefined) report(path, idSpan, other);
    }
  },
});
