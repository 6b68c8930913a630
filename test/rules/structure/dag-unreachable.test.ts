import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ['DAG("d")', ["2:5"]],
  ['d = DAG("d")', []],
  ['with DAG("d"):\n    pass', []],
  ['with DAG("d", auto_register=False):\n    pass', []],
  ['d = DAG("d")\ndel d', ["2:9"]],
  ['d = DAG("d")\nd = DAG("e")', ["2:9"]],
  ['def f():\n    return DAG("d")\nf()', ["3:16"]],
  ['def f():\n    return DAG("d")\nx = f()', []],
  ['def f():\n    with DAG("d"):\n        pass\nf()', []],
  ['def f():\n    return DAG("d")', []],
  ['globals()["x"] = DAG("d")', []],
  ['other(DAG("d"))', []],
  ['raise ValueError\nd = DAG("d")', []],
])("%s", async (body, expected) => {
  expect(await placesIn("DAG-005", `from airflow.sdk import DAG\n${body}\n`)).toEqual(expected);
});
