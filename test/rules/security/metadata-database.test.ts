import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const sql = "from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\n";

const places = (text: string) => placesIn("SEC-019", text);

describe("Airflow's own database", () => {
  test.each([
    ["a session", "from airflow.utils.session import create_session\nwith create_session() as s: ...\n"],
    ["a decorator", "from airflow.utils.session import provide_session\n@provide_session\ndef f(session): ...\n"],
    ["settings", "from airflow import settings\ns = settings.Session()\n"],
    ["the engine", "from airflow import settings\nf(settings.engine)\n"],
    [
      "what the engine opens",
      "import airflow.settings\nwith airflow.settings.engine.connect() as c:\n    c.execute(x)\n",
    ],
    ["a session by its full name", "import airflow.settings\ns = airflow.settings.Session()\n"],
    ["a session's own method", "import airflow.settings\nairflow.settings.Session.query(x)\n"],
    ["a session under another name", "import airflow.settings\nmake = [airflow.settings.Session]\n"],
    ["an operator with its connection", `${sql}SQLExecuteQueryOperator(task_id="a", sql="x", conn_id="airflow_db")\n`],
    [
      "by a keyword of its own",
      `${sql}SQLExecuteQueryOperator(task_id="a", sql="x", **{"postgres_conn_id": "airflow_db"})\n`,
    ],
    ["as a default", 'from airflow.sdk import DAG\nDAG("a", default_args={"conn_id": "airflow_db"})\n'],
    [
      "a hook",
      'from airflow.providers.postgres.hooks.postgres import PostgresHook\nPostgresHook("airflow_db").run("x")\n',
    ],
    ["its URI", 'from airflow.sdk.bases.hook import BaseHook\nuri = BaseHook.get_connection("airflow_db").get_uri()\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["other settings", "from airflow import settings\nprint(settings.DAGS_FOLDER)\n"],
    [
      "another connection",
      `${sql}SQLExecuteQueryOperator(task_id="airflow_db", sql="airflow_db", conn_id="results")\n`,
    ],
    ["a database of one's own", "from sqlalchemy.orm import Session\nSession()  # airflow\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
