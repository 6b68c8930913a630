import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

describe("operators by a list", () => {
  test.each<[string, Record<string, string[]>, string, string[]]>([
    ["no list", {}, "from airflow.providers.standard.operators.bash import BashOperator\nBashOperator()\n", []],
    [
      "denied by a star",
      { deny: ["*.BashOperator"] },
      "from airflow.providers.standard.operators.bash import BashOperator\nBashOperator()\n",
      ["2:1"],
    ],
    [
      "denied by its module",
      { deny: ["airflow.providers.standard.operators.bash"] },
      "from airflow.providers.standard.operators.bash import BashOperator\nBashOperator()\n",
      ["2:1"],
    ],
    [
      "denied under another name",
      { deny: ["*.BashOperator"] },
      "from airflow.providers.standard.operators.bash import BashOperator as B\nB.partial().expand()\n",
      ["2:1"],
    ],
    [
      "not among the allowed",
      { allow: ["airflow.providers.common.sql.*"] },
      "from airflow.providers.standard.operators.bash import BashOperator\nfrom airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\nBashOperator()\nSQLExecuteQueryOperator()\n",
      ["3:1"],
    ],
    [
      "allowed and denied",
      { allow: ["airflow.*"], deny: ["*.BashOperator"] },
      "from airflow.providers.standard.operators.bash import BashOperator\nBashOperator()\n",
      ["2:1"],
    ],
    [
      "a decorator",
      { deny: ["airflow.sdk.task.bash"] },
      "from airflow.sdk import task\n@task.bash\ndef f(): ...\n@task\ndef g(): ...\n",
      ["2:2"],
    ],
    [
      "a decorator that is called",
      { deny: ["airflow.sdk.task.bash"] },
      'from airflow.sdk import task\n@task.bash(task_id="x")\ndef f(): ...\n',
      ["2:2"],
    ],
    [
      "the decorators of what is denied",
      { deny: ["*.BashOperator", "airflow.providers.docker.operators.docker"] },
      "from airflow.decorators import task\n@task.bash\ndef f(): ...\n@task.docker(image='a')\ndef g(): ...\n@task\ndef h(): ...\n",
      ["2:2", "4:2"],
    ],
    [
      "denied by the path where it is now",
      { deny: ["airflow.providers.standard.operators.bash"] },
      "from airflow.operators.bash import BashOperator\nfrom airflow.operators.bash_operator import BashOperator as B\nBashOperator()\nB()\n",
      ["3:1", "4:1"],
    ],
    [
      "denied by the path where it was",
      { deny: ["airflow.operators.bash.BashOperator"] },
      "from airflow.providers.standard.operators.bash import BashOperator\nBashOperator()\n",
      ["2:1"],
    ],
    [
      "allowed by another path, but not its decorator",
      { allow: ["airflow.providers.standard.operators.bash.BashOperator"] },
      "from airflow.operators.bash import BashOperator\nfrom airflow.sdk import task\nBashOperator()\n@task.bash\ndef f(): ...\n",
      ["4:2"],
    ],
    ["of the repository", { allow: ["airflow.*"] }, "from .ops import MyOperator\nMyOperator()\n", ["2:1"]],
    ["no operator", { allow: ["airflow.*"] }, "from x import Thing\nThing()\n", []],
  ])("%s", async (_, options, text, places) => {
    expect(await placesIn("SEC-029", text, { severities: { "SEC-029": { severity: null, options } } })).toEqual(places);
  });
});
