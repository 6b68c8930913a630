import { expect, test } from "vitest";
import { knownOf } from "../known-of.ts";
import { lintOf } from "./lint-of.ts";

const core = ["apache-airflow-core"];
const known = knownOf({
  inventory: {
    packages: { "apache-airflow": "3.3.2" },
    modules: { airflow: core, "airflow.utils": core, "airflow.sdk": core },
  },
});
const text = `from airflow.sdk import DAG
from airflow.utils.dates import days_ago

with DAG("d", start_date=days_ago(2)):
    pass
`;

test("what DEP-005 says of an import ruff does not say again at its use", async () => {
  expect(await lintOf(["DEP-005", "AIR301"], text, { known })).toEqual(["DEP-005 2"]);
});

test("where the node's Airflow is not known, ruff says it", async () => {
  expect(await lintOf(["DEP-005", "AIR301"], text)).toEqual(["AIR301 4"]);
});

test("where the policy silences DEP-005, ruff says it", async () => {
  const severities = { "DEP-005": "off" } as const;
  expect(await lintOf(["DEP-005", "AIR301"], text, { known, severities })).toEqual(["AIR301 4"]);
});
