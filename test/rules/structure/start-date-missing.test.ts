import { expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const places = (given: string, version = "2.11.2") =>
  placesIn("DAG-007", `from airflow import DAG\nwith DAG("d", ${given}):\n    pass\n`, {
    known: knownOf({ inventory: { packages: { "apache-airflow": version } } }),
  });

test.each([
  ['schedule="@daily"', ["2:10"]],
  ["schedule_interval='0 5 * * *'", ["2:10"]],
  ['schedule="@daily", start_date=start', []],
  ['schedule="@daily", default_args={"start_date": start}', []],
  ['schedule="@daily", default_args=other', []],
  ['schedule="@daily", **more', []],
  ["schedule=None", []],
  ["schedule=''", []],
  ["schedule=x", []],
  ["tags=[]", []],
])("%s", async (given, expected) => {
  expect(await places(given)).toEqual(expected);
});

test("Airflow 3 needs none", async () => {
  expect(await places('schedule="@daily"', "3.0.1")).toEqual([]);
});

test.each([
  ["airflow", 1],
  ["airflow.sdk", 0], // only Airflow 3 has it
])("without an inventory it is not known, of %s", async (from, open) => {
  const text = `from ${from} import DAG\nwith DAG("d", schedule="@daily"):\n    pass\n`;
  const { findings, indeterminate } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(findings.filter(({ rule }) => rule === "DAG-007")).toEqual([]);
  expect(indeterminate.filter(({ rule }) => rule === "DAG-007")).toHaveLength(open);
});
