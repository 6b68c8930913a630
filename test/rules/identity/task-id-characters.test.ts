import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head =
  'from airflow.sdk import DAG, TaskGroup\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"):\n';

test.each([
  ['E(task_id="a b")', ["4:5"]],
  ['E(task_id="a/b")', ["4:5"]],
  ['E(task_id="a.b-c_1")', []],
  ['E(task_id="größe")', []],
  [`E(task_id="${"a".repeat(251)}")`, ["4:5"]],
  [`E(task_id="${"a".repeat(250)}")`, []],
  ["E(task_id=name)", []],
  ['if x:\n        E(task_id="a b")', []],
  ['from airflow.sdk import task\n    @task(task_id="a/b")\n    def load(): ...\n    load()', ["5:11"]],
  ['from airflow.sdk import task\n    @task\n    def load(): ...\n    load.override(task_id="a/b")()', ["7:19"]],
  ['from airflow.sdk import task_group\n    @task_group(group_id="a.b")\n    def load(): ...\n    load()', ["5:17"]],
  ['TaskGroup("a.b")', ["4:5"]],
])("%s", async (body, expected) => {
  expect(await placesIn("IDN-004", `${head}    ${body}\n`)).toEqual(expected);
});
