import { quoteName } from "../../formats/did-you-mean.ts";
import type { KnownDag } from "../dag-catalogue.ts";
import { defineRepositoryRule } from "../define-rule.ts";

export const dagIdDuplicate = defineRepositoryRule<{ dagId: string; other: KnownDag }>({
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
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly"):
          EmptyOperator(task_id="load")
    `,
    context: [
      {
        path: "dags/first.py",
        text: `
          from airflow.providers.standard.operators.empty import EmptyOperator
          from airflow.sdk import DAG

          with DAG("nightly"):
              EmptyOperator(task_id="load")
        `,
      },
    ],
  },
  good: {
    path: "dags/second.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly_export"):
          EmptyOperator(task_id="load")
    `,
    context: [
      {
        path: "dags/first.py",
        text: `
          from airflow.providers.standard.operators.empty import EmptyOperator
          from airflow.sdk import DAG

          with DAG("nightly"):
              EmptyOperator(task_id="load")
        `,
      },
    ],
  },
  checkAll({ catalogue }, report) {
    for (const dag of catalogue.dags) {
      const { dagId, path, idSpan } = dag;
      if (dagId === null || !dag.isUnconditional) continue;
      const other = catalogue.find(dagId).find((one) => one !== dag && one.isUnconditional);
      if (other !== undefined) report(path, idSpan, { dagId, other });
    }
  },
});
