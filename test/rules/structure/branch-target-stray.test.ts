import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head =
  "from airflow.sdk import DAG, task, task_group, TaskGroup\nfrom airflow.operators.empty import EmptyOperator as E\nfrom airflow.operators.python import BranchPythonOperator as B\nfrom airflow.operators.datetime import BranchDateTimeOperator as T\n";
const inDag = (code: string) =>
  `with DAG("d"):\n${code
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n`;
const ends = '[E(task_id="a"), E(task_id="b")] >> E(task_id="z")';
const branch = (body: string) => inDag(`@task.branch\ndef pick(x=1):\n    ${body}\npick() >> ${ends}`);

test.each([
  ["return 'a'", []],
  ["return 'c'", ["8:16"]],
  ["return ['a', 'c']", ["8:16"]],
  ["return 'a' if x else 'c'", ["8:30"]],
  ["if x:\n        return 'a'\n    return 'c'", ["10:16"]],
  ["return 'z'", ["8:16"]],
  ["return 'd.a'", ["8:16"]],
  ["return None", []],
  ["return x", []],
  ["return f'{x}'", []],
  ["pass", []],
  ["def inner():\n        return 'c'\n    return 'a'", []],
])("@task.branch: %s", async (body, expected) => {
  expect(await placesIn("DAG-018", head + branch(body))).toEqual(expected);
});

test.each([
  [`B(task_id="t", python_callable=lambda: "a") >> ${ends}`, []],
  [`B(task_id="t", python_callable=lambda: "c") >> ${ends}`, ["6:44"]],
  [`def f():\n    return "c"\nB(task_id="t", python_callable=f) >> ${ends}`, ["7:16"]],
  [`B(task_id="t", python_callable=g) >> ${ends}`, []],
  [
    `T(task_id="t", target_lower=None, target_upper=None, follow_task_ids_if_true="a", follow_task_ids_if_false=["c"]) >> ${ends}`,
    ["6:87"],
  ],
  [
    `T(task_id="t", target_lower=None, target_upper=None, follow_task_ids_if_true="a", follow_task_ids_if_false=["b"]) >> ${ends}`,
    [],
  ],
  [`B(task_id="t", python_callable=lambda: "c") >> unknown()`, []],
])("operators: %s", async (code, expected) => {
  expect(await placesIn("DAG-018", head + inDag(code))).toEqual(expected);
});

const grouped = (id: string, more = "") =>
  `with TaskGroup("g"${more}) as g:\n    E(task_id="a") >> E(task_id="b")\nB(task_id="t", python_callable=lambda: "${id}") >> g`;

test.each([
  [grouped("g"), 0],
  [grouped("g.a"), 0],
  [grouped("a"), 1],
  [grouped("g.b"), 1],
  [grouped("a", ", prefix_group_id=False"), 0],
  [grouped("g", ", prefix_group_id=False"), 0],
])("in groups: %s", async (code, expected) => {
  expect(await placesIn("DAG-018", head + inDag(code))).toHaveLength(expected);
});

test("a branch that is no task of an exact DAG is left alone", async () => {
  expect(await placesIn("DAG-018", `${head}${branch("return 'c'")}    more()\n`)).toEqual([]);
});
