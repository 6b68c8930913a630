import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const head = "from datetime import date, datetime, timedelta\nfrom airflow.sdk import DAG\n";
const codes = ["DAG-008", "DTZ002", "DTZ003", "DTZ005", "DTZ011"];

test.each([
  ['DAG("d", schedule="@daily", start_date=datetime.now())', ["DAG-008 3"]],
  ['DAG("d", schedule="@daily", start_date=datetime.utcnow() - timedelta(days=1))', ["DAG-008 3"]],
  ['DAG("d", schedule="@daily", start_date=datetime.today())', ["DAG-008 3"]],
  ['ARGS = {\n    "start_date": datetime.now(),\n}\nDAG("d", schedule="@daily", default_args=ARGS)', ["DAG-008 4"]],
  ['now = datetime.now()\nDAG("d", schedule="@daily", start_date=datetime.now())', ["DTZ005 3", "DAG-008 4"]],
  ['DAG("d", schedule=None, start_date=datetime.now())', ["DTZ005 3"]],
])("%s", async (text, expected) => {
  expect(await lintOf(codes, `${head}${text}\n`)).toEqual(expected);
});

test("where the policy silences DAG-008, ruff says it", async () => {
  const text = `${head}DAG("d", schedule="@daily", start_date=datetime.now())\n`;
  expect(await lintOf(codes, text, { severities: { "DAG-008": "off" } })).toEqual(["DTZ005 3"]);
});
