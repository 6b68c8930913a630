import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-021", text);

describe("secrets of Airflow's own", () => {
  test.each([
    ["the Fernet key", 'from airflow.configuration import conf\nconf.get("core", "fernet_key")\n'],
    [
      "by its keyword",
      'from airflow.configuration import conf as c\nc.get(section="database", key="sql_alchemy_conn")\n',
    ],
    ["by its function", 'from airflow import configuration\nconfiguration.get("core", "fernet_key")\n'],
    ["all of it", "from airflow.configuration import conf\nconf.as_dict(display_sensitive=True)\n"],
    ["the environment", 'import os\nos.environ["AIRFLOW__CORE__FERNET_KEY"]\n'],
    [
      "in a shell",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="airflow config list")\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["another setting", 'from airflow.configuration import conf\nconf.get("core", "dags_folder")\n'],
    ["what is shown", "from airflow.configuration import conf\nconf.as_dict()\n"],
    ["another dictionary", 'conf = {}\nconf.get("core", "fernet_key")  # airflow\n'],
    ["a sentence", 'print("set AIRFLOW__CORE__FERNET_KEY first")\n'],
    ["another variable", 'import os\nos.environ["AIRFLOW__CORE__DAGS_FOLDER"]\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
