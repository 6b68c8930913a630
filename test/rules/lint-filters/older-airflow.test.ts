import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { lintOf } from "./lint-of.ts";

const text = "from airflow.operators.bash import BashOperator\nBashOperator(task_id='a', bash_command='true')\n";
const nodeWith = (packages: Readonly<Record<string, string>>) => ({
  known: { inventory: { python: "3.12.4", packages, providers: {}, modules: {}, opaque: [], dags: [] } },
});

test.each([
  ["2.11.2", 0],
  ["1.10.15", 0],
  ["3.0.1", 1],
  ["20.0", 1],
])("Airflow %s: %i", async (version, count) => {
  expect(await lintOf(["AIR312"], text, nodeWith({ "apache-airflow": version }))).toHaveLength(count);
});

test("of a node that is not known, or has none", async () => {
  expect(await lintOf(["AIR312"], text)).toHaveLength(1);
  expect(await lintOf(["AIR312"], text, nodeWith({}))).toHaveLength(1);
});

test("what is there instead is the remedy, and what still works is not said to be removed", async () => {
  const { findings } = await inspectTexts({
    files: [
      {
        path: "dags/a.py",
        text: `from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG("a", schedule_interval=None):\n    BashOperator(task_id="b", bash_command="date")\n`,
      },
    ],
  });
  const told = findings.filter(({ rule }) => rule.startsWith("AIR")).map((one) => [one.rule, one.message, one.remedy]);
  expect(told).toEqual([
    [
      "AIR311",
      "`airflow.DAG` is deprecated in Airflow 3, and will be removed in a later version.",
      "`DAG` has been moved to `airflow.sdk` since Airflow 3.0 (with apache-airflow-task-sdk>=1.0.0).",
    ],
    ["AIR301", "`schedule_interval` is removed in Airflow 3.0.", "Use `schedule` instead."],
    [
      "AIR312",
      "`airflow.operators.bash.BashOperator` is deprecated and moved into `standard` provider in Airflow 3, and will be removed in a later version.",
      "Install `apache-airflow-providers-standard>=0.0.1` and use `BashOperator` from `airflow.providers.standard.operators.bash` instead.",
    ],
  ]);
});
