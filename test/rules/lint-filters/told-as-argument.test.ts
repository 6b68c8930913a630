import { expect, test } from "vitest";
import { knownOf } from "../known-of.ts";
import { lintOf } from "./lint-of.ts";

const known = knownOf({ inventory: { packages: { "apache-airflow": "3.3.2" } } });
const text = `from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("d", schedule_interval=None):
    BashOperator(task_id="t", bash_command="true", trigger_rule="none_failed_or_skipped")
`;

test("what DAG-026 says of a DAG's arguments ruff does not say again", async () => {
  expect(await lintOf(["DAG-026", "AIR301"], text, { known })).toEqual(["DAG-026 4", "AIR301 5"]);
});

test("where the node's Airflow is not known, ruff says it", async () => {
  expect(await lintOf(["DAG-026", "AIR301"], text)).toEqual(["AIR301 4", "AIR301 5"]);
});

test("where the policy silences DAG-026 for the file, ruff says it", async () => {
  const severities = { "DAG-026": { severity: null, options: {}, paths: ["other/**"] } } as const;
  expect(await lintOf(["DAG-026", "AIR301"], text, { known, severities })).toEqual(["AIR301 4", "AIR301 5"]);
});
