import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const names = `DAG, Asset, AssetOrTimeSchedule, ${["CronTrigger", "CronDataInterval", "MultipleCronTrigger"].map((name) => `${name}Timetable`).join(", ")}`;

test.each([
  ['schedule="0 25 * * *"', ["2:15"]],
  ['schedule="@dayly"', ["2:15"]],
  ['schedule=""', ["2:15"]],
  ['schedule="0 0 30 2 *"', ["2:15"]],
  ['schedule="0 0 31 JUN *"', ["2:15"]],
  ['schedule="0 0 31 7 *"', []],
  ['schedule="0 0 30 2 1"', []],
  ['schedule="0 5 * * *"', []],
  ['schedule=CronTriggerTimetable("0 25 * * *", timezone="UTC")', ["2:15"]],
  ['schedule=CronTriggerTimetable(cron="@dayly", timezone="UTC")', ["2:15"]],
  ['schedule=CronDataIntervalTimetable("0 25 * * *", "UTC")', ["2:15"]],
  ['schedule=MultipleCronTriggerTimetable("0 5 * * *", "0 25 * * *", timezone="UTC")', ["2:15"]],
  ['schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("0 25 * * *", timezone="UTC"), assets=[])', ["2:15"]],
  ['schedule=CronTriggerTimetable("0 5 * * 1#2", timezone="UTC")', []],
  ['schedule=CronTriggerTimetable("@daily", timezone="Europe/London")', []],
  ['schedule=CronDataIntervalTimetable("0 5 * * *", "UTC")', []],
  ['schedule=MultipleCronTriggerTimetable("0 5 * * *", timezone="UTC")', []],
  ["schedule=CronTriggerTimetable(cron, timezone='UTC')", []],
  ['schedule=acme.CronTriggerTimetable("0 25 * * *", timezone="UTC")', []],
  ["schedule=None", []],
  ["schedule=cron", []],
  ["schedule=[Asset('x')]", []],
  ['description="0 25 * * *"', []],
])("%s", async (given, expected) => {
  expect(await placesIn("DAG-006", `from airflow.sdk import ${names}\nwith DAG("d", ${given}):\n    pass\n`)).toEqual(
    expected,
  );
});
