import { expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const places = (given: string, version = "2.11.2") =>
  placesIn("DAG-009", `from datetime import datetime\nfrom airflow import DAG\nwith DAG("d", ${given}):\n    pass\n`, {
    today: "2026-11-20",
    known: knownOf({ inventory: { packages: { "apache-airflow": version } } }),
  });

test.each([
  ['schedule="@daily", start_date=datetime(2024, 1, 1)', ["3:10"]],
  ['schedule="@daily", start_date=datetime(2026, 11, 12)', ["3:10"]],
  ['schedule="@daily", start_date=datetime(2026, 11, 14)', []],
  ['schedule="@daily", start_date=datetime(2024, 1, 1), catchup=True', []],
  ['schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False', []],
  ['schedule="@daily", start_date=datetime(2024, 1, 1), **more', []],
  ['schedule="@once", start_date=datetime(2024, 1, 1)', []],
  ["schedule=None, start_date=datetime(2024, 1, 1)", []],
  ['schedule="@daily", start_date=start', []],
])("%s", async (given, expected) => {
  expect(await places(given)).toEqual(expected);
});

test("Airflow 3 does not catch up", async () => {
  expect(await places('schedule="@daily", start_date=datetime(2024, 1, 1)', "3.0.1")).toEqual([]);
});

test.each([
  ["airflow", 1],
  ["airflow.sdk", 0], // only Airflow 3 has it
])("without an inventory it is not known, of %s", async (from, open) => {
  const text = `from datetime import datetime\nfrom ${from} import DAG\nwith DAG("d", schedule="@daily", start_date=datetime(2020, 1, 1)):\n    pass\n`;
  const { findings, indeterminate } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(findings.filter(({ rule }) => rule === "DAG-009")).toEqual([]);
  expect(indeterminate.filter(({ rule }) => rule === "DAG-009")).toHaveLength(open);
});
