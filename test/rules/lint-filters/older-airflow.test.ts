import { expect, test } from "vitest";
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
