import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import type { Value } from "../evaluate/value.ts";
import { integerOf, isNone, stringOf } from "../evaluate/value-contents.ts";
import type { DagsterSchedule, Located } from "./dagster-model.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";
import { type Beside, partitionsValueOf } from "./jobs.ts";
import { jobNameOf, nameOf } from "./names-of-definitions.ts";

export type ScheduleFacts = Omit<DagsterSchedule, keyof Located | "cronSpan">;

/** The facts of a schedule; `null` where its name is not constant. */
export function factsOfSchedule(schedule: DagsterValue, beside: Beside): ScheduleFacts | null {
  const name = nameOf(schedule);
  if (name === null) return null;
  const isBuilt = schedule.symbol === "build_schedule_from_partitioned_job";
  const cron = isBuilt ? cronOfPartitions(schedule, beside) : cronOf(cronValue(schedule));
  const targets = targetsOf(schedule);
  const named = targets?.map((target) => nameOf(target)) ?? [];
  const job = jobNameOf(schedule) ?? named.find((one) => one !== null) ?? null;
  const zone = isBuilt ? zoneOfPartitions(schedule, beside) : zoneOf(schedule);
  const isOpen = schedule.arguments.some(({ name: own }) => own === "*" || own === "**");
  const reason = isOpen
    ? "arguments are passed on that are not known"
    : cron === null
      ? "when it runs is not constant"
      : zone === undefined || targets === null || (job === null && named.length > 0)
        ? "what it runs is not all known"
        : null;
  return {
    name,
    cron,
    job,
    timezone: zone ?? null,
    certainty: reason === null ? "exact" : "partial",
    reason,
  };
}

export function cronValue(schedule: DagsterValue): Value | undefined {
  return argumentValue(schedule.arguments, "cron_schedule", schedule.symbol === "schedule" ? 0 : -1);
}

function cronOf(value: Value | undefined): readonly string[] | null {
  const own = stringOf(value);
  if (own !== null) return [own];
  if (value?.kind !== "list" && value?.kind !== "tuple") return null;
  if (value.kind === "list" && doubtOf(value.doubts) !== null) return null;
  const all = value.items.map(stringOf);
  return all.every((one) => one !== null) ? all : null;
}

/** `undefined` where it is not constant. */
function zoneOf(schedule: DagsterValue): string | null | undefined {
  const value = argumentValue(schedule.arguments, "execution_timezone");
  if (value === undefined || isNone(value)) return null;
  return stringOf(value) ?? undefined;
}

/** The jobs that `job`, `jobs` and `target` name; `null` where not all are known. */
export function targetsOf(value: DagsterValue): readonly DagsterValue[] | null {
  const all = ["job", "jobs", "target", "request_job", "request_jobs"].map((name) => {
    const at = name === "job" && value.symbol === "build_schedule_from_partitioned_job" ? 0 : -1;
    const given = argumentValue(value.arguments, name, at);
    return given === undefined || isNone(given) ? [] : jobsAmong(given);
  });
  return all.every((jobs) => jobs !== null) ? all.flat() : null;
}

function jobsAmong(given: Value): readonly DagsterValue[] | null {
  if (given.kind === "list" && doubtOf(given.doubts) !== null) return null;
  const items = given.kind === "list" || given.kind === "tuple" ? given.items : [given];
  if (items.some((item) => item.kind !== "dagster" && stringOf(item) === null)) return null;
  const definitions = items.filter((item) => item.kind === "dagster");
  return definitions.filter((item) => formOf(item) === "job" || formOf(item) === "graph");
}

const offsets: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  HourlyPartitionsDefinition: ["minute_offset"],
  DailyPartitionsDefinition: ["minute_offset", "hour_offset"],
  WeeklyPartitionsDefinition: ["minute_offset", "hour_offset", "day_offset"],
  MonthlyPartitionsDefinition: ["minute_offset", "hour_offset", "day_offset"],
};

/** As `get_cron_schedule` in dagster/_core/definitions/partitions/definition/time_window.py. */
function cronOfPartitions(schedule: DagsterValue, beside: Beside): readonly string[] | null {
  const written = argumentValue(schedule.arguments, "cron_schedule");
  if (written !== undefined && !isNone(written)) return cronOf(written);
  const partitions = partitionsOfSchedule(schedule, beside);
  const known = partitions === null ? undefined : offsets[partitions.symbol];
  if (partitions === null || known === undefined) return null;
  const read = (given: DagsterValue, name: string): number | null | undefined => {
    const value = argumentValue(given.arguments, name);
    return value === undefined || isNone(value) ? undefined : integerOf(value);
  };
  const pick = (name: string, offset: string, fallback: number): number | null | undefined =>
    read(schedule, name) ?? (known.includes(offset) ? (read(partitions, offset) ?? fallback) : fallback);
  const isMonthly = partitions.symbol.startsWith("Monthly");
  const isWeekly = partitions.symbol.startsWith("Weekly");
  const minute = pick("minute_of_hour", "minute_offset", 0);
  const hour = known.length > 1 ? pick("hour_of_day", "hour_offset", 0) : "*";
  const monthDay = isMonthly ? pick("day_of_month", "day_offset", 1) : "*";
  const weekDay = isWeekly ? pick("day_of_week", "day_offset", 0) : "*";
  const parts = [minute, hour, monthDay, "*", weekDay];
  return parts.includes(null) ? null : [parts.join(" ")];
}

function partitionsOfSchedule(schedule: DagsterValue, beside: Beside): DagsterValue | null {
  const job = argumentValue(schedule.arguments, "job", 0);
  const value = job?.kind === "dagster" ? partitionsValueOf(job, beside) : null;
  return value?.kind === "dagster" ? value : null;
}

function zoneOfPartitions(schedule: DagsterValue, beside: Beside): string | null | undefined {
  const own = zoneOf(schedule);
  if (own !== null) return own;
  const partitions = partitionsOfSchedule(schedule, beside);
  const zone = partitions === null ? undefined : argumentValue(partitions.arguments, "timezone");
  if (zone === undefined || isNone(zone)) return partitions === null ? undefined : "UTC";
  return stringOf(zone) ?? undefined;
}
