import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ['schedule="0 25 * * *"', ["2:15"]],
  ['schedule="@dayly"', ["2:15"]],
  ['schedule="0 5 * * *"', []],
  ["schedule=None", []],
  ["schedule=cron", []],
  ["schedule=[Asset('x')]", []],
  ['description="0 25 * * *"', []],
])("%s", async (given, expected) => {
  expect(await placesIn("DAG-006", `from airflow.sdk import DAG, Asset\nwith DAG("d", ${given}):\n    pass\n`)).toEqual(
    expected,
  );
});
