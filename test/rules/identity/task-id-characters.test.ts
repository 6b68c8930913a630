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
])("%s", async (body, expected) => {
  expect(await placesIn("IDN-004", `${head}    ${body}\n`)).toEqual(expected);
});
