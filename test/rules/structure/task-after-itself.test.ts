import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["a >> a", ["6:5"]],
  ["a >> [a, b]", ["6:5"]],
  ["a.set_upstream(a)", ["6:5"]],
  ["a >> b", []],
  ["a >> b >> a", []],
])("%s", async (edges, expected) => {
  const tasks = ["a", "b"].map((id) => `    ${id} = EmptyOperator(task_id="${id}")\n`).join("");
  const text = `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator\nwith DAG("d"):\n${tasks}    ${edges}\n`;
  expect(await placesIn("DAG-003", text)).toEqual(expected);
});

test("two tasks of one id that follow each other are no task that follows itself", async () => {
  const text = `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator\nwith DAG("d"):\n    a = EmptyOperator(task_id="a")\n    b = EmptyOperator(task_id="a")\n    a >> b\n`;
  expect(await placesIn("DAG-003", text)).toEqual([]);
  expect(await placesIn("DAG-002", text)).toHaveLength(1);
});
