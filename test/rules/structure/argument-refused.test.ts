import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const head = `from datetime import datetime, timedelta
from airflow.decorators import task
from airflow.operators.python import PythonOperator
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.sensors.filesystem import FileSensor
from airflow import DAG

class Own(BashOperator):
    def __init__(self, table, retries, **kwargs):
        super().__init__(bash_command=table, retries=int(retries), **kwargs)

class Ours(BashOperator):
    pass

@task
def load(x, ti, ds=None): ...

@task
def all(*args, **kwargs): ...

defaults = {"retries": "many"}
`;

const told = async (text: string, version?: string) => {
  const known = version === undefined ? {} : { inventory: { packages: { "apache-airflow": version } } };
  const files = [{ path: "dags/a.py", text: `${head}${text}\n` }];
  const { findings } = await inspectTexts({ files, known: knownOf(known) });
  return findings
    .filter(({ rule }) => rule === "DAG-028" || rule === "DAG-026")
    .map(({ rule, span, message, remedy }) => `${rule} ${span.start.line}:${span.start.column} ${message} ${remedy}`);
};
const inDag = (line: string) => `with DAG("d", schedule=None):\n    ${line.replaceAll("\n", "\n    ")}`;

const value = (at: string, name: string, wanted: string, of = "task") =>
  `DAG-028 ${at} Airflow refuses this value of \`${name}\` of a ${of}, so it cannot import this file. Give \`${name}\` ${wanted}.`;
const lacks = (at: string, of: string, name: string) =>
  `DAG-028 ${at} \`${of}\` lacks its argument \`${name}\`, so Airflow cannot import this file. Give it \`${name}\`.`;
const misspelt = (at: string, of: string, name: string, instead: string) =>
  `DAG-026 ${at} \`${of}\` takes no argument \`${name}\`. Did you mean \`${instead}\`? Write \`${instead}\`.`;

test.each([
  ['EmptyOperator(task_id="a", retries="many")', [value("25:32", "retries", "a whole number")]],
  ['EmptyOperator(task_id="a", retries="3", retry_delay=60)', []],
  ['EmptyOperator(task_id="a", execution_timeout=3600)', [value("25:32", "execution_timeout", "a `timedelta`")]],
  ['EmptyOperator(task_id="a", execution_timeout=timedelta(hours=1), depends_on_past=False)', []],
  ['EmptyOperator(task_id="a", depends_on_past="no")', [value("25:32", "depends_on_past", "`True` or `False`")]],
  ['EmptyOperator(task_id="a", pool=given(), retries=[1].pop())', []],
  ['PythonOperator(task_id="a", python_callable=print("a"))', [value("25:33", "python_callable", "a function")]],
  [
    'FileSensor(task_id="a", filepath="x", poke_interval="60")',
    [value("25:43", "poke_interval", "a `timedelta` or a number of seconds")],
  ],
  ['DockerOperator(task_id="a", image="x", retries="many")', [value("25:44", "retries", "a whole number")]],
  ['DockerOperator(task_id="a", imag="x", timeout="60")', []],
  ['BashOperator(task_id="a")', [lacks("25:5", "BashOperator", "bash_command")]],
  ['BashOperator(task_id="a", bash_comand="x")', [misspelt("25:31", "BashOperator", "bash_comand", "bash_command")]],
  ['BashOperator(task_id="a", bash_command="x", entirely_new=True)', []],
  ["EmptyOperator()", [lacks("25:5", "EmptyOperator", "task_id")]],
  ['BashOperator(task_id="a", **given())', []],
  ['BashOperator(task_id="a", default_args={"bash_command": "x"})', []],
  ['BashOperator.partial(task_id="a").expand(bash_command=["x"])', []],
  [
    'BashOperator.partial(task_id="a", retry="1", retries="many").expand(bash_command=["x"])',
    [value("25:50", "retries", "a whole number")],
  ],
  ['Own(task_id="a", table="x", retries="3")', []],
  [
    'Own(task_id="a", table="x", retries="3", bash_comand="x")',
    [misspelt("12:68", "BashOperator", "bash_comand", "bash_command")],
  ],
  ['Ours(task_id="a", bash_comand="x")', [misspelt("25:23", "BashOperator", "bash_comand", "bash_command")]],
  ["try:\n    BashOperator(task_id='a')\nexcept Exception:\n    pass", []],
  ['for i in range(3):\n    BashOperator(task_id=f"a{i}")', [lacks("26:9", "BashOperator", "bash_command")]],
  ["load()", [lacks("25:5", "load", "x")]],
  ["load(1)", []],
  ["load(1, z=2)", ["DAG-026 25:13 `load` takes no argument `z`. Take it out."]],
  ["load.partial(z=1)", ["DAG-026 25:18 `load` takes no argument `z`. Take it out."]],
  ["load.expand(x=[1])", []],
  ["all()", []],
  ["all(1, y=2)", []],
])("%s", async (line, expected) => {
  expect(await told(inDag(line))).toEqual(expected);
});

test.each([
  ['DAG("d", schedule=None, start_date="2026-01-01")', [value("24:25", "start_date", "a `datetime`", "DAG")]],
  ['DAG("d", schedule=None, dagrun_timeout=60)', [value("24:25", "dagrun_timeout", "a `timedelta`", "DAG")]],
  [
    'DAG("d", schedule=None, tags=["a", 3])',
    [value("24:25", "tags", "a list of texts of at most 100 characters", "DAG")],
  ],
  ["DAG(schedule=None)", [lacks("24:1", "DAG", "dag_id")]],
  ["DAG(**given())", []],
  ["from airflow.decorators import dag\n@dag(schedule=None)\ndef f(): ...\nf()", []],
  ['DAG("d", schedule="@daily", catchup=True)', [lacks("24:29", "DAG", "start_date")]],
  ['DAG("d", schedule="@daily", catchup=True, default_args={"start_date": datetime(2026, 1, 1)})', []],
  ['DAG("d", schedule=None, default_args={"start_date": "2026-01-01"}, tags=["a"])', []],
  [
    'with DAG("d", schedule=None, default_args=defaults):\n    EmptyOperator(task_id="a")\n    EmptyOperator(task_id="b", retries=2)',
    [value("25:5", "retries", "a whole number")],
  ],
])("%s", async (text, expected) => {
  expect(await told(text)).toEqual(expected);
});

const awaits = 'ExternalTaskSensor(task_id="a", external_dag_id="x", ';

test.each([
  ['mode="reshedule"', [["54", "mode", '`"poke"` or `"reschedule"`']]],
  ['mode="reschedule", poke_interval=0, timeout=timedelta(1), max_wait=timedelta(-1)', []],
  ["poke_interval=-1", [["54", "poke_interval", "no negative time"]]],
  ["timeout=timedelta(seconds=-5)", [["54", "timeout", "no negative time"]]],
  ["timeout=timedelta(days=1, seconds=-5)", []],
  ["soft_fail=True, never_fail=True", [["70", "never_fail", "`False`, as `soft_fail` is true"]]],
  ["pool_slots=0", [["54", "pool_slots", "at least 1"]]],
  ['external_task_id="y", external_task_ids=["z"]', [["76", "external_task_ids", "nothing beside `external_task_id`"]]],
  ['external_task_id="y", external_task_ids=[]', []],
  ['external_task_id="y", allowed_states=["sucess"]', [["76", "allowed_states", "states of a task"]]],
  ['external_task_id="y", allowed_states=["skipped"], failed_states=["failed"]', []],
  ['allowed_states=["skipped"]', [["54", "allowed_states", "states of a run"]]],
  ['external_task_id=given(), allowed_states=["skipped"]', []],
  ['failed_states=["success"]', [["54", "failed_states", "states that are given once alone"]]],
] as const)("a sensor with %s", async (more, expected) => {
  const head = "from airflow.providers.standard.sensors.external_task import ExternalTaskSensor\n";
  const line = `${awaits}${more})`;
  expect(await told(head + inDag(line))).toEqual(
    expected.map(([column, name, wanted]) => value(`26:${Number(column) + 4}`, name, wanted)),
  );
});

test.each([
  [
    'params={"x": Param("a", type="integer")}',
    [["55", "params", "defaults that their schemas take, as the DAG has a schedule"]],
  ],
  [
    'params={"x": Param("a", enum=["b"])}',
    [["55", "params", "defaults that their schemas take, as the DAG has a schedule"]],
  ],
  ['params={"x": Param(1.0, type="integer"), "y": Param(None, type=["null", "string"]), "z": 3}', []],
  [
    'params={"x": Param(True, type="integer")}',
    [["55", "params", "defaults that their schemas take, as the DAG has a schedule"]],
  ],
  ['access_control=["a"]', [["55", "access_control", "a dictionary"]]],
  ['owner_links={"a": "www.x.org"}', [["55", "owner_links", "addresses, such as `https://…` and `mailto:…`"]]],
  ['owner_links={"a": "https://x.org", "b": "mailto:a@b.c"}', []],
] as const)("a DAG with a schedule and %s", async (more, expected) => {
  const text = `from airflow.sdk import Param\nDAG("d", schedule="@daily", start_date=datetime(2026, 1, 1), ${more})`;
  expect(await told(text)).toEqual(expected.map(([, name, wanted]) => value("25:62", name, wanted, "DAG")));
});

test.each([
  ['TaskGroup("g", tool_tip="x")', [misspelt("26:25", "TaskGroup", "tool_tip", "tooltip")]],
  ['TaskGroup("g", retries=3)', []],
  ['TaskGroup("g", default_args=["x"])', [value("26:25", "default_args", "a dictionary", "TaskGroup")]],
  ['TaskGroup("g", tooltip="x", prefix_group_id=False)', []],
])("a group with %s", async (group, expected) => {
  const head = "from airflow.utils.task_group import TaskGroup\n";
  expect(await told(`${head}${inDag(`with ${group}:\n    EmptyOperator(task_id="a")`)}`)).toEqual(expected);
});

test.each([
  ["daily(1)", []],
  ["daily(x=1, ds=2)", []],
  ["daily()", [lacks("28:1", "daily", "x")]],
  ["daily(1, z=2)", ["DAG-026 28:10 `daily` takes no argument `z`. Take it out."]],
])("a function decorated with @dag, called as %s", async (call, expected) => {
  const text = `from airflow.decorators import dag\n@dag(schedule=None)\ndef daily(x, ds="2026"):\n    EmptyOperator(task_id="a")\n${call}`;
  expect(await told(text)).toEqual(expected);
});

test("all that is refused in a file is told, before it fails as well", async () => {
  const lines = 'BashOperator(task_id="a")\nEmptyOperator(task_id="b", retries="x")\nEmptyOperator("c")';
  expect(await told(inDag(lines))).toEqual([
    lacks("25:5", "BashOperator", "bash_command"),
    value("26:32", "retries", "a whole number"),
  ]);
});

test("a text as the start date of a task is refused by Airflow 3 alone", async () => {
  const text = inDag('EmptyOperator(task_id="a", start_date="2026-01-01")');
  expect(await told(text, "3.3.2")).toEqual([value("25:32", "start_date", "a `datetime`")]);
  expect(await told(text, "2.11.2")).toEqual([]);
  expect(await told(text)).toEqual([]);
  expect(await told(inDag('EmptyOperator(task_id="a", start_date=datetime(2026, 1, 1))'), "3.3.2")).toEqual([]);
});

test("a call with more unknown arguments than anybody writes is not followed for long", async () => {
  const many = Array.from({ length: 40_000 }, (_, index) => `retrydelaypool${index}=1`).join(",");
  const start = process.cpuUsage();
  expect(await told(inDag(`EmptyOperator(task_id="a",${many})`))).toEqual([]);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(6);
});
