import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head =
  "import os\nfrom airflow.sdk import DAG, dag, task, asset\nfrom airflow.operators.empty import EmptyOperator as E\n";
const places = (code: string) => placesIn("DAG-016", `${head}${code}\n`);

test.each([
  ['with DAG("d"):\n    pass', ["4:10"]],
  ['d = DAG("d")', ["4:9"]],
  ["@dag(schedule=None)\ndef d(): ...\nd()", ["5:5"]],
  ['with DAG("d"):\n    E(task_id="a")', []],
  ['d = DAG("d")\nE(task_id="a", dag=d)', []],
  ['with DAG("d"):\n    build()', []],
  ['d = DAG("d")\nbuild(d)', []],
  ['d = DAG("d")\nfor n in os.listdir("."):\n    E(task_id=n, dag=d)', []],
  ['with DAG("d"):\n    if os.environ["X"]:\n        E(task_id="a")', []],
  ['with DAG("d"):\n    for n in []:\n        E(task_id=n)', ["4:10"]],
  ["@asset(schedule=None)\ndef people(): ...", []],
  ['def make():\n    return DAG("d")', []],
  ['if os.environ["X"]:\n    d = DAG("d")', []],
  ["@dag(schedule=None)\ndef d(): ...", []],
  ['DAG("d")', []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});
