import { expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

const head =
  "import datetime as dt\nimport pendulum\nfrom datetime import datetime, timedelta\nfrom airflow.utils.dates import days_ago\nfrom airflow.sdk import DAG\n";

test.each([
  ["start_date=datetime.now()", ["6:15"]],
  ["start_date=dt.datetime.utcnow()", ["6:15"]],
  ["start_date=datetime.today()", ["6:15"]],
  ["start_date=pendulum.now('UTC')", ["6:15"]],
  ["start_date=pendulum.today('UTC')", ["6:15"]],
  ["start_date=days_ago(2)", ["6:15"]],
  ["start_date=datetime.now() - timedelta(days=1)", ["6:15"]],
  ["start_date=pendulum.today('UTC').add(days=-1)", ["6:15"]],
  ["start_date=pendulum.now().subtract(days=1).start_of('day')", ["6:15"]],
  ["start_date=dt.datetime.now().replace(hour=0, minute=0)", ["6:15"]],
  ["start_date=datetime.combine(dt.date.today(), dt.time())", ["6:15"]],
  ["start_date=datetime.now().replace(year=2024, month=1, day=1)", []],
  ["start_date=other(datetime.now()).add(days=1)", []],
  ["start_date=datetime.now().other()", []],
  ["start_date=datetime(2026, 1, 1)", []],
  ["start_date=pendulum.datetime(2026, 1, 1)", []],
  ["start_date=other()", []],
  ["start_date=datetime.now(), schedule=None", []],
  ["end_date=datetime.now()", []],
])("%s", async (given, expected) => {
  expect(await placesIn("DAG-008", `${head}with DAG("d", ${given}):\n    pass\n`)).toEqual(expected);
});

test("in default_args", async () => {
  const text = `${head}with DAG("d", default_args={"start_date": datetime.now()}):\n    pass\n`;
  expect(await placesIn("DAG-008", text)).toHaveLength(1);
});

test.each([
  ['ARGS = {\n    "owner": "a",\n    "start_date": datetime.now(),\n}\n', "default_args=ARGS", "8:19"],
  ["ARGS = dict(start_date=datetime.now())\n", "default_args=ARGS", "6:24"],
  ['ARGS = {"start_date": datetime.now() - timedelta(days=1)}\n', "default_args=ARGS", "6:23"],
  ['OLD = {"start_date": datetime.now()}\nARGS = {"start_date": datetime.now()}\n', "default_args=ARGS", "7:23"],
  ["", 'default_args={"start_date": datetime.now()}', "6:43"],
  ["", 'default_args={"start_date": pendulum.today().add(days=-1)}', "6:43"],
  ["START = datetime.now()\n", 'default_args={"start_date": START}', "7:10"], // its id, where it is nowhere written
])("in default_args it stands where it is written: %j", async (before, given, expected) => {
  expect(await placesIn("DAG-008", `${head}${before}with DAG("d", ${given}):\n    pass\n`)).toEqual([expected]);
});

test("is told without what is not known of its text", async () => {
  const text = `from datetime import datetime
from airflow.sdk import DAG
given = {"start_date": datetime.now()}
with DAG("a", schedule="@daily", default_args=given):
    ...
`;
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(findings.filter(({ rule }) => rule === "DAG-008").map(({ message }) => message)).toEqual([
    "The `start_date` in `default_args` moves each time the file is parsed.",
  ]);
});
