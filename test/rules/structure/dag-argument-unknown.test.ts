import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const told = async (given: string, version?: string, head = "") => {
  const known =
    version === undefined ? {} : { known: knownOf({ inventory: { packages: { "apache-airflow": version } } }) };
  const text = `from airflow import DAG\n${head}with DAG("d", ${given}):\n    pass\n`;
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], ...known });
  return findings
    .filter(({ rule }) => rule === "DAG-026" || rule === "AIR301")
    .map(({ rule, span, message, remedy }) => `${rule} ${span.start.line}:${span.start.column} ${message} ${remedy}`);
};

const refused =
  "DAG-026 2:15 A DAG takes no argument `schedule_interval` in Airflow 3, so the node cannot import this file.";

test.each([
  ["schedule_interval=None", "3.3.2", [`${refused} Write \`schedule\`.`]],
  ["schedule_interval=None", "2.11.2", []],
  [
    "schedule_interval=None",
    undefined,
    ["AIR301 2:15 `schedule_interval` is removed in Airflow 3.0. Use `schedule` instead."],
  ],
  [
    "shedule=None",
    "2.11.2",
    ["DAG-026 2:15 A DAG takes no argument `shedule`. Did you mean `schedule`? Write `schedule`."],
  ],
  [
    "shedule=None",
    undefined,
    ["DAG-026 2:15 A DAG takes no argument `shedule`. Did you mean `schedule`? Write `schedule`."],
  ],
  ["schedule=None, fail_fast=True, deadline=None", "3.3.2", []],
  ["schedule=None, something_entirely_new=True", "3.3.2", []],
  ["schedule=None, **more", "3.3.2", []],
] as const)("%s of Airflow %s", async (given, version, wanted) => {
  expect(await told(given, version)).toEqual(wanted);
});

test("which of two DAGs is made depends on the version", async () => {
  const text = `import airflow\nfrom airflow import DAG\nif airflow.__version__ < "3":\n    dag = DAG("d", schedule_interval=None)\nelse:\n    dag = DAG("d", schedule=None)\n`;
  const known = knownOf({ inventory: { packages: { "apache-airflow": "3.3.2" } } });
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], known });
  expect(findings.filter(({ rule }) => rule === "DAG-026")).toEqual([]);
});

test("a class of one's own may take what it likes", async () => {
  const head = `class Own(DAG):\n    def __init__(self, dag_id, shedule, **kwargs):\n        super().__init__(dag_id, schedule=shedule, **kwargs)\n\nown = Own("e", shedule=None)\n`;
  expect(await told("schedule=None", "3.3.2", head)).toEqual([]);
});
