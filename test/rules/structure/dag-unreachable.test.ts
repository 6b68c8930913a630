import { expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

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
  ['if __name__ == "__main__":\n    d = DAG("d")', ["3:9"]],
  ['def f():\n    with DAG("d"):\n        pass\nif __name__ == "__main__":\n    f()', ["3:10"]],
  ['def f():\n    @dag()\n    def d(): ...\n    d()\nif __name__ == "__main__":\n    f()', ["3:6"]],
  ['def f():\n    return DAG("d")\nd = f()\nif __name__ == "__main__":\n    f()', []],
  ['globals()["x"] = DAG("d")', []],
  ['other(DAG("d"))', []],
  ['raise ValueError\nd = DAG("d")', []],
])("%s", async (body, expected) => {
  expect(await placesIn("DAG-005", `from airflow.sdk import DAG, dag\n${body}\n`)).toEqual(expected);
});

test.each([
  ['def f():\n    return DAG("d")', 1],
  ["def f():\n    @dag(schedule=None)\n    def d(): ...\n    return d()", 1],
  ["def f():\n    @dag(schedule=None)\n    def d(): ...\n    return d()\nother(f)", 0],
  ['def f():\n    return DAG("d")\nother(f)', 0],
  ['class A:\n    def f(self):\n        return DAG("d")', 0],
  ['@fixture\ndef f():\n    return DAG("d")', 0],
  ["def f():\n    return 1", 0],
])("whether another file calls a function is open: %s", async (body, open) => {
  const text = `from airflow.sdk import DAG, dag\n${body}\n`;
  const { indeterminate } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(indeterminate.filter(({ rule }) => rule === "DAG-005")).toHaveLength(open);
});
