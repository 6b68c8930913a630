import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const tasks = ["a", "b", "c"].map((id) => `    ${id} = EmptyOperator(task_id="${id}")\n`).join("");
const places = (edges: string, rule = "DAG-001") =>
  placesIn(
    rule,
    `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator\nwith DAG("d"):\n${tasks}    ${edges}\n`,
  );

test.each([
  ["a >> b >> c", []],
  ["a >> b >> a", ["4:23"]],
  ["a >> b >> c >> a", ["4:23"]],
  ["b >> [a, c] >> b", ["4:23"]],
  ["a >> b; a >> c; b >> c", []],
  ["a >> a", []],
  ["a >> b >> (a if x else c)", []],
])("%s", async (edges, expected) => {
  expect(await places(edges)).toEqual(expected);
});

test("what a branch may take is no circle", async () => {
  expect(await places("a >> b\n    if x:\n        b >> a")).toEqual([]);
});
