import { quoteName } from "../../formats/did-you-mean.ts";
import { dagsElsewhere, liveWhereUnnamed, whyNotRead } from "../dags-elsewhere.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isSurelyThere } from "../structure/find-targets.ts";

const dag = `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.sdk import DAG

  with DAG("nightly", schedule=None):
      EmptyOperator(task_id="load")
`;
const live = { path: "dags/nightly.py", state: "live", change: null } as const;

export const dagIdOnNode = defineRepositoryRule<{ dagId: string; repository: string; path: string }>({
  id: "IDN-005",
  name: "dag-id-on-node",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Another repository of the node has a DAG with the same `dag_id`.",
  why: "Airflow keeps one DAG for each id, whichever repository it comes from. Which of the two it is can change from one parse to the next, and runs of the one would be taken for runs of the other. What the node has is known from its inventory, and to the service from the node's other repositories as they are live; where one has not been read yet, the answer is that it cannot be known.",
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
  checkAll(subject, report) {
    const notRead = whyNotRead(subject);
    for (const { path, dagId, idSpan, ...dag } of subject.catalogue.dags) {
      if (dagId === null || !isSurelyThere(dag)) continue;
      const unnamed = liveWhereUnnamed(subject, dagId);
      const read = dagsElsewhere(subject, dagId).find(({ state, isSure }) => state === "live" && isSure);
      const other = read ?? (unnamed === "unclear" ? undefined : unnamed);
      const isNew = (subject.before?.find(dagId) ?? []).length === 0;
      const why = unnamed === "unclear" ? "the clone has no `origin` that tells which one this is" : notRead;
      if (other !== undefined) report(path, idSpan, { dagId, repository: other.repository, path: other.path });
      else if (why !== null && isNew)
        report.indeterminate(
          path,
          `Whether another repository of the node has the dag_id ${quoteName(dagId)} cannot be known: ${why}.`,
        );
    }
  },
});
