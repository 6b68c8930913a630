import { cronProblem } from "../../formats/cron-problem.ts";
import { zoneFlaw } from "../dagster/refused/zone-flaw.ts";
import { argument, hasUnknownArguments } from "../evaluate/arguments.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";

const ofAirflow =
  /^airflow\.(?:timetables\.(?:interval|trigger)|sdk)\.(Cron(?:DataInterval|Trigger)|Delta(?:DataInterval|Trigger))Timetable$/;

/** Whether it is a timetable of Airflow's own that makes runs. */
export function isRunningTimetable(value: Value | undefined): boolean {
  return value?.kind === "made" && ofAirflow.test(value.by);
}

/** What they take besides. */
const others = /^(?:cron|timezone|interval|run_immediately)$/;

/** Whether it is a timetable of Airflow's own that may be refused for what it is given. */
export function isDoubtfulTimetable(value: Value): boolean {
  const kind = value.kind === "made" ? ofAirflow.exec(value.by)?.[1] : undefined;
  if (value.kind !== "made" || kind?.startsWith("Cron") !== true || hasUnknownArguments(value.arguments)) return false;
  const given = value.arguments;
  const cron = argument(given, "cron", 0);
  const zone = argument(given, "timezone", kind === "CronDataInterval" ? 1 : -1);
  if (cron === null || zone === null || given.some(({ name }) => name !== null && !others.test(name))) return true;
  const text = stringOf(cron.value);
  return (text !== null && cronProblem(text) !== null) || isOddZone(zone.value);
}

/** `pendulum.timezone("…")` reads the same names. */
function isOddZone(zone: Value): boolean {
  if (zone.kind === "made" && zone.by === "pendulum.timezone")
    return zone.arguments.some((one) => isOddZone(one.value));
  const name = stringOf(zone);
  return name === null ? zone.kind === "constant" && isNone(zone) : zoneFlaw(name, "the schedule").length > 0;
}
