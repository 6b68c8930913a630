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
  ["\"{{ ti.xcom_pull(task_ids=['b', 'a']) }}\"", "b >> c", ["6:24"]],
  ["\"{{ ti.xcom_pull(['b'], key='k') }}\"", "b >> c", []],
  ["\"{{ ti.xcom_pull(task_ids=['b', name]) }}\"", "c >> b", []],
  ["\"{{ ti.xcom_pull(task_ids='a' + name) }}\"", "b >> c", []],
  ['"{{ ti.xcom_pull(task_ids=name) }}"', "b >> c", []],
  ["\"ti.xcom_pull(task_ids='a')\"", "b >> c", []],
])("%s with %s", async (command, edges, expected) => {
  expect(await places(command, edges)).toEqual(expected);
});

const inFunction = (body: string, dag: string) =>
  placesIn(
    "DAG-012",
    `from airflow.sdk import DAG, task\nfrom airflow.operators.python import PythonOperator as P\nfrom airflow.operators.empty import EmptyOperator as E\ndef load(ti=None, **context):\n    ${body}\nwith DAG("d"):\n    a = E(task_id="a")\n${dag
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")}\n`,
  );
const runs = (id: string) => `P(task_id="${id}", python_callable=load)`;

test.each([
  ['return ti.xcom_pull(task_ids="a")', runs("b"), ["5:34"]],
  ['return ti.xcom_pull(task_ids="a")', `a >> ${runs("b")}`, []],
  ['return ti.xcom_pull(task_ids="a")', `a >> E(task_id="m") >> ${runs("b")}`, []],
  ['return context["ti"].xcom_pull("aa")', `a >> ${runs("b")}`, ["5:36"]],
  ['return ti.xcom_pull(key="k", task_ids=["a", "x"])', `a >> ${runs("b")}`, ["5:43"]],
  ["for x in [1]:\n        print(f\"{ti.xcom_pull(task_ids=('x',))}\")", `a >> ${runs("b")}`, ["6:40"]],
  ['return ti.xcom_pull(task_ids="x", dag_id="other")', `a >> ${runs("b")}`, []],
  ['return ti.xcom_pull(task_ids="x", include_prior_dates=True)', `a >> ${runs("b")}`, []],
  ['return ti.xcom_pull(task_ids="b")', `a >> ${runs("b")}`, []],
  ["return ti.xcom_pull(task_ids=ti.task_id)", `a >> ${runs("b")}`, []],
  ['return ti.xcom_pull(key="x")', `a >> ${runs("b")}`, []],
  ['"""ti.xcom_pull(task_ids=\'x\')"""', `a >> ${runs("b")}`, []],
  ['return ti.xcom_pull(task_ids="a")', `a >> ${runs("b")}\n${runs("c")}`, []],
  ['return ti.xcom_pull(task_ids="x")', `a >> ${runs("b")}\n${runs("c")}`, ["5:34"]],
  ["pass", '@task\ndef t(ti=None):\n    return ti.xcom_pull(task_ids="a")\nt()', ["10:38"]],
  ["pass", '@task\ndef t(ti=None):\n    return ti.xcom_pull(task_ids="a")\na >> t()', []],
  ["pass", 'P(task_id="b", python_callable=lambda ti: ti.xcom_pull(task_ids="x"))', ["8:69"]],
])("a function that says %s, in a DAG of %s", async (body, dag, expected) => {
  expect(await inFunction(body, dag)).toEqual(expected);
});
