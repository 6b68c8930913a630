import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["raise ValueError('x')", ["4:1"]],
  ["assert False", ["4:1"]],
  ["if True:\n    raise ValueError", ["5:5"]],
  ["if x:\n    raise ValueError", []],
  ["def f():\n    raise ValueError", []],
  ["def f():\n    raise ValueError\nf()", ["5:5"]],
  ["try:\n    raise ValueError\nexcept ValueError:\n    pass", []],
  ["assert x", []],
  ["{}['x']", []],
])("%s", async (code, expected) => {
  const text = `from airflow.sdk import DAG\nwith DAG("d"):\n    pass\n${code}\n`;
  expect(await placesIn("DAG-014", text)).toEqual(expected);
});

test("without a DAG it is no matter of Airflow's", async () => {
  expect(await placesIn("DAG-014", "from airflow.sdk import DAG\nraise ValueError\n")).toEqual([]);
});
