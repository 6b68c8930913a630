import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (command: string, edges: string) =>
  placesIn(
    "DAG-012",
    `from airflow.sdk import DAG\nfrom airflow.operators.bash import BashOperator as B\nwith DAG("d"):\n    a = B(task_id="a", bash_command="date")\n    b = B(task_id="b", bash_command="date")\n    c = B(task_id="c", bash_command=${command})\n    ${edges}\n`,
  );

test.each([
  ["\"{{ ti.xcom_pull(task_ids='a') }}\"", "b >> c", ["6:24"]],
  ["\"{{ ti.xcom_pull('a') }}\"", "b >> c", ["6:24"]],
  ["\"{{ ti.xcom_pull(key='k', task_ids='a') }}\"", "b >> c", ["6:24"]],
  ["\"{{ ti.xcom_pull(task_ids='x') }}\"", "a >> c", ["6:24"]],
  ["\"{{ ti.xcom_pull(task_ids='a') }}\"", "a >> c", []],
  ["\"{{ ti.xcom_pull(task_ids='a') }}\"", "a >> b >> c", []],
  ["\"{{ ti.xcom_pull(task_ids='a') }}\"", "c >> a", ["6:24"]],
  ["\"{{ ti.xcom_pull(task_ids='a') }}\"", "a >> other(c)", []],
  ["\"{{ ti.xcom_pull(task_ids='a', dag_id='e') }}\"", "b >> c", []],
  ["\"{{ ti.xcom_pull(task_ids='a', include_prior_dates=True) }}\"", "b >> c", []],
  ["\"{{ ti.xcom_pull(task_ids='c') }}\"", "b >> c", []],
  ['"{{ ti.xcom_pull(task_ids=name) }}"', "b >> c", []],
  ["\"ti.xcom_pull(task_ids='a')\"", "b >> c", []],
])("%s with %s", async (command, edges, expected) => {
  expect(await places(command, edges)).toEqual(expected);
});
