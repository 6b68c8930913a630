import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { inputsIn } from "./outside-input.ts";
import { sqlStatements } from "./sql-statements.ts";

export const confInSql = defineRule<{ expression: string }>({
  id: "SEC-004",
  name: "conf-in-sql",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "What a run is started with (`dag_run.conf`) becomes part of the text of an SQL statement.",
  why: "Whoever starts a run, or writes a job request, chooses `conf`. Put into the text of a statement it can end that statement and begin another, with all rights of the connection.",
  message: ({ expression }) => `This SQL is made with ${quoteCode(expression)}, which whoever starts a run chooses.`,
  remedy: () => "Pass it in `parameters`, so that the database takes it for a value.",
  bad: `
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
    from airflow.sdk import DAG

    with DAG("count_rows", schedule=None):
        SQLExecuteQueryOperator(
            task_id="count",
            conn_id="warehouse",
            sql="SELECT count(*) FROM visits WHERE ward = '{{ dag_run.conf.ward }}'",
        )
  `,
  good: `
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
    from airflow.sdk import DAG

    with DAG("count_rows", schedule=None):
        SQLExecuteQueryOperator(
            task_id="count",
            conn_id="warehouse",
            sql="SELECT count(*) FROM visits WHERE ward = %(ward)s",
            parameters={"ward": "{{ dag_run.conf.ward }}"},
        )
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span } of sqlStatements(code)) {
      const input = inputsIn(value).find(({ from }) => from === "conf");
      if (input !== undefined) report(span, { expression: input.expression });
    }
  },
});
