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
  ["    a >> b", []],
  ["    a >> unknown()", []],
  ['    E(*["x"])', ["5:5"]],
  ["    E(*names())", []],
  ['try:\n    E("x")\nexcept Exception:\n    pass', []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});
