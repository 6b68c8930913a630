import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head =
  'from airflow.sdk import DAG, TaskGroup, task\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"):\n';

test.each([
  ['E(task_id="a")\n    E(task_id="b")', []],
  ['E(task_id="a")\n    E(task_id="a")', ["5:5"]],
  ['for i in range(2):\n        E(task_id="a")', ["5:9"]],
  ['for i in range(2):\n        E(task_id=f"a{i}")', []],
  ['for i in other():\n        E(task_id="a")', []],
  ['if x:\n        E(task_id="a")\n    else:\n        E(task_id="a")', []],
  ['with TaskGroup("g"):\n        E(task_id="a")\n    E(task_id="a")', []],
  ['with TaskGroup("g"):\n        E(task_id="a")\n    E(task_id="g.a")', ["6:5"]],
])("%s", async (body, expected) => {
  expect(await placesIn("DAG-002", `${head}    ${body}\n`)).toEqual(expected);
});

test("a decorated function that is called again has a suffix", async () => {
  const text = `${head}    @task\n    def one(): ...\n    one()\n    one()\n`;
  expect(await placesIn("DAG-002", text)).toEqual([]);
});
