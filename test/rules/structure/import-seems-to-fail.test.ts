import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (code: string) =>
  placesIn(
    "DAG-025",
    `from airflow.sdk import DAG, TaskGroup, chain\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"):\n    a, b, c = [E(task_id=n) for n in "abc"]\n${code}\n`,
  );

test.each([
  ['    E("x")', ["5:5"]],
  ["    a >> None", ["5:5"]],
  ["    a >> [b, 'c']", ["5:5"]],
  ["    chain([a, b], [c])", ["5:5"]],
  ["    chain([a, b], [c, a])", []],
  ['with TaskGroup("g"):\n    pass', ["5:6"]],
  ["    [a] >> [b]", ["5:5"]],
  ["    [a] >> b >> [c]", []],
  ["    a >> {b}", ["5:5"]],
  ["    def load(): ...\n    a >> load", ["6:5"]],
  ['    from airflow.sdk import Label\n    a >> Label("x") >> Label("y") >> b', ["6:5"]],
  ["    from airflow.sdk import chain_linear\n    chain_linear(a)", ["6:5"]],
  ["    a.as_setup().as_teardown()", ["5:5"]],
  ["    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand()", ["8:5"]],
  ["    from airflow.sdk import task\n    @task\n    def load(x): ...\n    load.expand(x='abc')", ["8:17"]],
  ["    from airflow.sdk import teardown\n    @teardown\n    def down(): ...\n    down()\n    down()", ["9:5"]],
  [
    "    class Own(E):\n        def __init__(self, task_id):\n            super().__init__(task_id=task_id)\n    Own(task_id='o')",
    ["8:5"],
  ],
  ["    a >> b", []],
  ["    a >> unknown()", []],
  ['    E(*["x"])', ["5:5"]],
  ["    E(*names())", []],
  ['try:\n    E("x")\nexcept Exception:\n    pass', []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});
