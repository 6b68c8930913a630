import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import type { LocatedDag } from "../subject.ts";

export const dagIdDuplicate = defineRepositoryRule<{ dagId: string; other: LocatedDag }>({
  id: "IDN-002",
  name: "dag-id-duplicate",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "Two DAGs of the repository have the same `dag_id`.",
  why: "Airflow keeps one DAG for each id. Which of the two it is depends on the order in which the files are parsed, and it can change from one parse to the next.",
  message: ({ dagId, other }) =>
    `The dag_id ${quoteName(dagId)} is also used in ${quoteName(`${other.path}:${other.idSpan.start.line}`)}.`,
  remedy: () => "Give one of the two DAGs another id.",
  bad: {
    path: "dags/second.py",
    text: `
      from airflow.sdk import DAG

      with DAG("nightly"):
          pass
    `,
    context: [
      {
        path: "dags/first.py",
        text: `
          from airflow.sdk import DAG

          with DAG("nightly"):
              pass
        `,
      },
    ],
  },
  good: {
    path: "dags/second.py",
    text: `
      from airflow.sdk import DAG

      with DAG("nightly_export"):
          pass
    `,
    context: [
      {
        path: "dags/first.py",
        text: `
          from airflow.sdk import DAG

          with DAG("nightly"):
              pass
        `,
      },
    ],
  },
  checkAll({ catalogue }, report) {
    for (const [dagId, same] of Map.groupBy(
      catalogue.dags.filter((dag) => dag.isUnconditional),
      (dag) => dag.dagId,
    )) {
      if (dagId === null || same.length < 2) continue;
      for (const dag of same) {
        const other = same.find((one) => one !== dag);
        if (other !== undefined) report(dag.path, dag.idSpan, { dagId, other });
      }
    }
  },
});
