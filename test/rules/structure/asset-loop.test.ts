import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (schedule: string, outlets: string) =>
  placesIn(
    "DAG-022",
    `from airflow.sdk import DAG, Asset\nfrom airflow.operators.bash import BashOperator as B\na, b = Asset("s3://x/a"), Asset(name="b", uri="s3://x/b")\nwith DAG("d", schedule=${schedule}):\n    B(task_id="t", bash_command="date", outlets=${outlets})\n`,
  );

test.each([
  ["[a]", "[a]", ["5:7"]],
  ["a", "a", ["5:7"]],
  ["[b]", "[a, b]", ["5:7"]],
  ["[a]", '[Asset("s3://x/a")]', ["5:7"]],
  ["[a]", "[b]", []],
  ["[a, b]", "[a]", []],
  ["(a | b)", "[a]", []],
  ["[Asset(name())]", "[a]", []],
  ['"@daily"', "[a]", []],
  ["[a]", "[]", []],
])("schedule=%s, outlets=%s", async (schedule, outlets, expected) => {
  expect(await places(schedule, outlets)).toEqual(expected);
});
