import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-005", text);

describe("a Param that takes any text, in SQL", () => {
  test.each([
    [
      "a template",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql="SELECT {{ params.x }}")\n',
    ],
    [
      "a task of its own params",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql="SELECT {{ params.x }}", params={"x": "t"})\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "a number",
      'from airflow.sdk import DAG, Param\nfrom airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nDAG("d", params={"x": Param(1, type="integer")})\nSQLExecuteQueryOperator(sql="SELECT {{ params.x }}")\n',
    ],
    [
      "a pattern",
      'from airflow.sdk import DAG, Param\nfrom airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nDAG("d", params={"x": Param("a", pattern="^[a-z]+$")})\nSQLExecuteQueryOperator(sql="SELECT {{ params.x }}")\n',
    ],
    [
      "another argument",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql="SELECT 1", hook_params={"x": "{{ params.x }}"})\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
