import { expect, test } from "vitest";
import { exampleChange } from "../../../src/rules/hygiene/example-change.ts";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (dagId: string, from: string, to: string, status: "renamed" | "copied" | "modified" = "renamed") =>
  placesIn("IDN-007", "", {
    files: [{ path: to, text: `from airflow.sdk import DAG\nwith DAG(${dagId}):\n    pass\n` }],
    known: { changed: [exampleChange(to, { previousPath: from, status, kind: "dag" })] },
  });

test.each([
  ['"cohorts_export"', "dags/cohorts/export.py", "dags/trials/export.py", ["2:10"]],
  ['"cohorts_export"', "dags/cohorts/export.py", "dags/export.py", ["2:10"]],
  ['"my-team_export"', "dags/my_team/export.py", "dags/trials/export.py", ["2:10"]],
  ['"export"', "dags/export.py", "dags/export_all.py", ["2:10"]],
  ['"trials_export"', "dags/cohorts/export.py", "dags/trials/export.py", []],
  ['"cohorts_export"', "dags/cohorts/export.py", "dags/cohorts/export_all.py", []],
  ['"export"', "dags/cohorts/export.py", "dags/trials/export.py", []],
  ['"nightly"', "dags/cohorts/export.py", "dags/trials/export.py", []],
  ['"cohort"', "dags/co/export.py", "dags/trials/export.py", []],
  ["name()", "dags/cohorts/export.py", "dags/trials/export.py", []],
  // One folder's name begins with the other's.
  ['"trials_uk_export"', "dags/trials/export.py", "dags/trials_uk/export.py", []],
])("%s from %s to %s", async (dagId, from, to, expected) => {
  expect(await places(dagId, from, to)).toEqual(expected);
});

test.each(["copied", "modified"] as const)("a file that is %s stays where it was", async (status) => {
  expect(await places('"cohorts_export"', "dags/cohorts/export.py", "dags/trials/export.py", status)).toEqual([]);
});
