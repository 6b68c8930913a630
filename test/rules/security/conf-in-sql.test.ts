import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-004", text);

describe("what a run is started with, in SQL", () => {
  test.each([
    [
      "a template",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql="SELECT {{ dag_run.conf.x }}")\n',
    ],
    [
      "set later",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nt = SQLExecuteQueryOperator(sql="SELECT 1")\nt.sql = "SELECT {{ dag_run.conf.x }}"\n',
    ],
    [
      "a list of statements",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql=["SELECT 1", "SELECT {{ dag_run.conf[\'x\'] }}"])\n',
    ],
    [
      "BigQuery's configuration",
      'from airflow.providers.google.cloud.operators.bigquery import BigQueryInsertJobOperator\nBigQueryInsertJobOperator(configuration={"query": {"query": "SELECT {{ dag_run.conf.x }}"}})\n',
    ],
    [
      "a hook",
      "from airflow.providers.postgres.hooks.postgres import PostgresHook\ndef f(dag_run):\n    hook = PostgresHook()\n    hook.get_records(f\"SELECT {dag_run.conf['x']}\")\n",
    ],
    [
      "a mapped task",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator as S\nS.partial(task_id="x").expand(sql=["SELECT {{ dag_run.conf.x }}"])\n',
    ],
    ["all of it", 'def f(dag_run, hook):\n    hook.run(dag_run.conf["sql"])\n# airflow\n'],
    ["the operator %", 'def f(dag_run, hook):\n    hook.run("SELECT %s" % dag_run.conf["x"])\n# airflow\n'],
    ["format", 'def f(dag_run, hook):\n    hook.run("SELECT {}".format(dag_run.conf["x"]))\n# airflow\n'],
    [
      "what is added",
      'def f(dag_run, hook):\n    sql = "SELECT "\n    sql += dag_run.conf["x"]\n    hook.run(sql)\n# airflow\n',
    ],
    [
      "a cursor",
      'from airflow.sdk import task\ndef f(dag_run, cursor):\n    cursor.execute("SELECT " + dag_run.conf.get("x"))\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "parameters",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql="SELECT %(x)s", parameters={"x": "{{ dag_run.conf.x }}"})\n',
    ],
    [
      "a hook's parameters",
      'from airflow.providers.postgres.hooks.postgres import PostgresHook\ndef f(dag_run):\n    PostgresHook().get_records("SELECT %s", parameters=[dag_run.conf["x"]])\n',
    ],
    [
      "a number",
      "from airflow.providers.postgres.hooks.postgres import PostgresHook\ndef f(dag_run):\n    PostgresHook().get_records(f\"SELECT {int(dag_run.conf['x'])}\")\n",
    ],
    [
      "the date of the run",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nSQLExecuteQueryOperator(sql="SELECT {{ ds }}")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
