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

const used = (line: string, use: string): string => `${line}\nfrom airflow.sdk import DAG\nDAG("a")\nprint(${use})\n`;

test.each([
  ["from airflow.utils.dates import days_ago", "days_ago", "airflow.utils.dates.days_ago"],
  [
    "from airflow.operators.python_operator import PythonOperator",
    "PythonOperator",
    "airflow.operators.python_operator.PythonOperator",
  ],
])("a name that Airflow 3 took away: %s", async (line, use, name) => {
  const wide = {
    ...airflow3,
    modules: {
      ...airflow3.modules,
      "airflow.utils": ["apache-airflow-core"],
      "airflow.operators": ["apache-airflow-core"],
    },
  };
  const text = used(line, use);
  expect(await told("DEP-005", text, { inventory: wide })).toEqual([
    `1:6 The node's Airflow 3.3.2 has no \`${name}\`.`,
  ]);
  expect(await told("AIR301", text, { inventory: wide })).toEqual([]);
  expect(await told("AIR302", text, { inventory: wide })).toEqual([]);
  expect(await told("DEP-005", text, { inventory: { ...wide, packages: { "apache-airflow": "2.11.2" } } })).toEqual([]);
  expect(await told("DEP-005", text)).toEqual([]);
  expect(
    await told("DEP-005", `try:\n    ${line}\nexcept ImportError:\n    ${use} = None\n${used("", use)}`, {
      inventory: wide,
    }),
  ).toEqual([]);
});

test.each([
  ["from airflow.operators.email import EmailOperator", "EmailOperator"],
  ["from airflow.operators.bash import BashOperator", "BashOperator"],
  ["from airflow.operators.python import get_current_context", "get_current_context"],
])("what is still there: %s", async (line, use) => {
  const inventory = { ...airflow3, modules: { ...airflow3.modules, "airflow.operators": ["apache-airflow-core"] } };
  expect(await told("DEP-005", used(line, use), { inventory })).toEqual([]);
});
