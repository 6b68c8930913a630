import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-020", text);

describe("all connections of a node", () => {
  test.each([
    [
      "the command line",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="airflow connections list")\n',
    ],
    [
      "Variables",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="airflow variables export /tmp/v.json")\n',
    ],
    [
      "a query",
      "from airflow import settings\nfrom airflow.models import Connection\ns = settings.Session()\ns.query(Connection).all()\n",
    ],
    [
      "a selection",
      "from sqlalchemy import select\nfrom airflow.models.connection import Connection\nselect(Connection)\n",
    ],
    [
      "SQL",
      'from airflow.utils.session import create_session\nwith create_session() as s:\n    s.execute("SELECT * FROM connection")\n',
    ],
    [
      "a selection in a query",
      "from sqlalchemy import select\nfrom airflow.models import Connection\ndef f(session):\n    session.scalars(select(Connection)).all()\n",
    ],
    [
      "SQL over the engine",
      'import airflow.settings\nwith airflow.settings.engine.connect() as c:\n    c.execute("SELECT * FROM connection")\n',
    ],
    [
      "SQL of an operator with Airflow's own connection",
      'from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator as Q\nQ(task_id="a", conn_id="airflow_db", sql="SELECT * FROM variable")\n',
    ],
    [
      "SQL of a hook with it",
      'from airflow.providers.postgres.hooks.postgres import PostgresHook\nhook = PostgresHook(postgres_conn_id="airflow_db")\nhook.get_records("select * from ab_user")\n',
    ],
    ["the environment's", 'import os\nx = {k: v for k, v in os.environ.items() if k.startswith("AIRFLOW_CONN_")}\n'],
    ["the hook", 'from airflow.hooks.base import BaseHook\nBaseHook.get_connections("x")\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["one of the environment", 'import os\nx = os.environ["AIRFLOW_CONN_X"].startswith("AIRFLOW_CONN_X")\n'],
    ["one connection", 'from airflow.hooks.base import BaseHook\nBaseHook.get_connection("x")\n'],
    [
      "a test of one",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="airflow connections test x")\n',
    ],
    ["a class of that name", "class Connection: ...\nf.query(Connection)  # airflow\n"],
    [
      "a table of that name elsewhere",
      'from airflow.providers.postgres.hooks.postgres import PostgresHook\nPostgresHook("airflow_results").get_records("select * from connection")\n',
    ],
    [
      "another table",
      'from airflow.utils.session import create_session\nwith create_session() as s:\n    s.execute("SELECT * FROM log")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
