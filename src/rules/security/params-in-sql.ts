import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { boundParams, inputsIn } from "./outside-input.ts";
import { sqlStatements } from "./sql-statements.ts";
import { here, paramsOfTemplates } from "./task-templates.ts";

export const paramsInSql = defineRule<{ expression: string; file: string | null }>({
  id: "SEC-005",
  name: "params-in-sql",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A Param that takes any text becomes part of the text of an SQL statement.",
  why: "A Param's value stands in the code only as its default: whoever starts a run may give another one, which can end the statement and begin another, also by way of a file that the task names (`count.sql`). A Param of a number's type, with an `enum` or with a `pattern` cannot.",
  message: ({ expression, file }) =>
    `${file === null ? "This SQL" : `The SQL of ${quoteCode(file)}`} is made with ${quoteCode(expression)}, which takes any text.`,
  remedy: () => "Pass it in `parameters`, or give the Param a `type`, an `enum` or a `pattern`.",
  bad: `
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
    from airflow.sdk import DAG

    with DAG("count_rows", schedule=None, params={"table": "visits"}):
        SQLExecuteQueryOperator(task_id="count", conn_id="warehouse", sql="SELECT count(*) FROM {{ params.table }}")
  `,
  good: `
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
    from airflow.sdk import DAG, Param

    with DAG("count_rows", schedule=None, params={"table": Param("visits", enum=["visits", "wards"])}):
        SQLExecuteQueryOperator(task_id="count", conn_id="warehouse", sql="SELECT count(*) FROM {{ params.table }}")
  `,
  check({ code, taskTemplates }, report) {
    if (code === null) return;
    const bound = boundParams(code.calls);
    for (const { value, span } of sqlStatements(code)) {
      const inputs = inputsIn(value);
      if (inputs.some(({ from }) => from === "conf")) continue;
      const input = [...inputs.map(here), ...paramsOfTemplates(value, taskTemplates)].find(
        ({ name }) => name === null || !bound.has(name),
      );
      if (input !== undefined) report(span, { expression: input.expression, file: input.file });
    }
  },
});
