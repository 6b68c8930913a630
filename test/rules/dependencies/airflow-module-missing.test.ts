import { expect, test } from "vitest";
import { airflow3, dag, told } from "./inspect-dependencies.ts";

const airflow2 = {
  packages: { "apache-airflow": "2.11.2" },
  modules: {
    airflow: ["apache-airflow"],
    "airflow.models": ["apache-airflow"],
    "airflow.decorators": ["apache-airflow"],
  },
};

test.each([
  ["from airflow.sdk import task", airflow2, ["1:6 The node's Airflow 2.11.2 has no `airflow.sdk`."]],
  ["from airflow.decorators import task", airflow2, []],
  ["from airflow import DAG", airflow2, []],
  ["from airflow.sdk import task", airflow3, []],
  ["from airflow.contrib.hooks import x", airflow3, ["1:6 The node's Airflow 3.3.2 has no `airflow.contrib.hooks`."]],
  ["import airflow.models.dag", airflow3, []],
  ["try:\n    from airflow.contrib import x\nexcept ImportError:\n    x = None", airflow3, []],
] as const)("%s", async (line, inventory, wanted) => {
  const text = `${line}\nfrom airflow.models import DAG\nDAG("a")\n`;
  expect(await told("DEP-005", text, { inventory })).toEqual(wanted);
});

test("without an inventory nothing is known", async () => {
  expect(await told("DEP-005", dag("import airflow.contrib"), { hasNode: true })).toEqual([]);
});
