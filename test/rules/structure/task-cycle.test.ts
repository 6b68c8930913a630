import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const tasks = ["a", "b", "c"].map((id) => `    ${id} = EmptyOperator(task_id="${id}")\n`).join("");
const places = (edges: string, rule = "DAG-001") =>
  placesIn(
    rule,
    `from airflow.sdk import DAG, chain\nfrom airflow.operators.empty import EmptyOperator\nwith DAG("d"):\n${tasks}    ${edges}\n`,
  );

test.each([
  ["a >> b >> c", []],
  ["a >> b >> a", ["7:5"]],
  ["a >> b >> c >> a", ["7:5"]],
  ["a >> b >> c\n    c.set_downstream(a)", ["8:5"]],
  ["chain(a, b)\n    a << b", ["8:5"]],
  ["b >> [a, c] >> b", ["7:5"]],
  ["a >> b; a >> c; b >> c", []],
  ["a >> a", []],
  ["a >> b >> (a if x else c)", []],
])("%s", async (edges, expected) => {
  expect(await places(edges)).toEqual(expected);
});

test("what a branch may take is no circle", async () => {
  expect(await places("a >> b\n    if x:\n        b >> a")).toEqual([]);
});

test("what a task is given leads from another one", async () => {
  const text = `from airflow.sdk import DAG, task\nwith DAG("d"):\n    @task\n    def a(x=None): ...\n    one = a()\n    two = a.override(task_id="b")(one)\n    one.set_upstream(two)\n`;
  expect(await placesIn("DAG-001", text)).toEqual(["7:5"]);
});
