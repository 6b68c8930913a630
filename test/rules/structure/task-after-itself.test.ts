import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["a >> a", ["4:23"]],
  ["a >> [a, b]", ["4:23"]],
  ["a.set_upstream(a)", ["4:23"]],
  ["a >> b", []],
  ["a >> b >> a", []],
])("%s", async (edges, expected) => {
  const tasks = ["a", "b"].map((id) => `    ${id} = EmptyOperator(task_id="${id}")\n`).join("");
  const text = `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator\nwith DAG("d"):\n${tasks}    ${edges}\n`;
  expect(await placesIn("DAG-003", text)).toEqual(expected);
});
