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
  ['x = int("seven")', ["4:5"]],
  ['x = int("7")', []],
  ["import sys\nsys.exit(1)", ["5:1"]],
  ["from sys import exit as end\nend()", ["5:1"]],
  ["import sys\nif x:\n    sys.exit(1)", []],
  ['import sys\nif __name__ == "__main__":\n    sys.exit(1)', []],
  ["import sys\ndef f():\n    sys.exit(1)", []],
])("%s", async (code, expected) => {
  const text = `from airflow.sdk import DAG\nwith DAG("d"):\n    pass\n${code}\n`;
  expect(await placesIn("DAG-014", text)).toEqual(expected);
});

test("without a DAG it is no matter of Airflow's", async () => {
  expect(await placesIn("DAG-014", "from airflow.sdk import DAG\nraise ValueError\n")).toEqual([]);
});
