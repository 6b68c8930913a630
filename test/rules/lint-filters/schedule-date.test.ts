import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const head = "from datetime import datetime\n";

test.each([
  ['DAG("a", start_date=datetime(2026, 1, 1))', []],
  ['DAG("a", end_date = datetime(2026, 1, 1))', []],
  ['args = {"start_date": datetime(2026, 1, 1)}', []],
  ["START_DATE = datetime(2026, 1, 1)", []],
  ["default_start_date: datetime = datetime(2026, 1, 1)", []],
  ['DAG("a", start_date=datetime.min)', []],
  ["x = datetime(2026, 1, 1)", ["DTZ001 2"]],
  ["x = datetime.min", ["DTZ901 2"]],
  ["f(restart_dates=datetime(2026, 1, 1))", ["DTZ001 2"]],
])("%s", async (text, expected) => {
  expect(await lintOf(["DTZ001", "DTZ901"], `${head}${text}\n`)).toEqual(expected);
});
