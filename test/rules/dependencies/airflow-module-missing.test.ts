import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
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

describe("a name that Airflow 3 took away and that the file does not use", () => {
  const gone = "from airflow.utils.dates import days_ago, parse_execution_date as p";
  const rest = '\nfrom airflow.sdk import DAG\nDAG("a")\n';
  const wide = {
    ...airflow3,
    modules: {
      ...airflow3.modules,
      "airflow.utils": ["apache-airflow-core"],
      "airflow.operators": ["apache-airflow-core"],
    },
  };

  test("its import fails all the same", async () => {
    expect(await told("DEP-005", gone + rest, { inventory: wide })).toEqual([
      "1:6 The node's Airflow 3.3.2 has no `airflow.utils.dates.days_ago`.",
      "1:6 The node's Airflow 3.3.2 has no `airflow.utils.dates.parse_execution_date`.",
    ]);
    expect(await told("AIR301", gone + rest, { inventory: wide })).toEqual([]);
  });

  test("where the node's Airflow is not known, it is told as gone in Airflow 3, at the import", async () => {
    expect(await told("AIR301", gone + rest)).toEqual([
      "1:33 `airflow.utils.dates.days_ago` is removed in Airflow 3.0.",
      "1:67 `airflow.utils.dates.parse_execution_date` is removed in Airflow 3.0.",
    ]);
  });

  test.each([
    ["one that is only deprecated", "from airflow.operators.bash import BashOperator"],
    ["one that is tried for", "try:\n    from airflow.utils.dates import days_ago\nexcept ImportError:\n    pass"],
    ["one that is there", "from airflow.models import Variable"],
  ])("not: %s", async (_, line) => {
    const rules = ["DEP-005", "AIR301", "AIR302", "AIR311", "AIR312"];
    for (const rule of rules) expect(await told(rule, line + rest, { inventory: wide })).toEqual([]);
  });
});

test("nobody is advised to write a start date that moves", async () => {
  const text = used("from airflow.utils.dates import days_ago", "days_ago(2)");
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(findings.find(({ rule }) => rule === "AIR301")?.remedy).toBe(
    "Write a fixed date for a DAG's start, such as `pendulum.datetime(2026, 1, 1, tz=\"UTC\")`; elsewhere use `pendulum.today('UTC').add(days=-N, ...)`.",
  );
});

describe("a module that no version of Airflow has", () => {
  test.each([
    [
      "from airflow.operators.pyhton import PythonOperator",
      "1:6 No version of Airflow has `airflow.operators.pyhton`. Did you mean `python`?",
    ],
    ["from airflow.operators.nonexist import X", "1:6 No version of Airflow has `airflow.operators.nonexist`."],
    ["import airflow.sensors.my_company.deep", "1:8 No version of Airflow has `airflow.sensors.my_company`."],
    ["from airflow.hooks import our_own", "1:6 No version of Airflow has `airflow.hooks.our_own`."],
  ])("%s", async (line, message) => {
    expect(await told("DEP-005", dag(line))).toEqual([message]);
    for (const modules of [{}, { "airflow.operators": [], "airflow.sensors": [], "airflow.hooks": [] }]) {
      const inventory = { ...airflow3, modules: { ...airflow3.modules, ...modules } };
      expect(await told("DEP-005", dag(line), { inventory })).toHaveLength(1);
    }
  });

  test.each([
    "from airflow.operators.bash import BashOperator",
    "from airflow.operators.python_operator import PythonOperator",
    "from airflow.hooks.S3_hook import S3Hook",
    "from airflow.operators import BashOperator",
    "from airflow.operators import bash",
    "import airflow.sensors",
    "from .airflow.operators.nonexist import X",
    "from other.operators.nonexist import X",
    "try:\n    from airflow.operators.nonexist import X\nexcept ImportError:\n    X = None",
  ])("not: %s", async (line) => {
    expect(await told("DEP-005", dag(line))).toEqual([]);
  });

  test("but the node's own inventory is believed", async () => {
    const modules = { ...airflow3.modules, "airflow.operators.nonexist": ["odd"] };
    expect(
      await told("DEP-005", dag("import airflow.operators.nonexist"), { inventory: { ...airflow3, modules } }),
    ).toEqual([]);
  });
});
