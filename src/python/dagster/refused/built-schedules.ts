import { quoteName } from "../../../formats/did-you-mean.ts";
import { argumentValue } from "../../evaluate/arguments.ts";
import { isNone } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { type Beside, innermost, partitionsValueOf } from "../jobs.ts";
import { nameOf } from "../names-of-definitions.ts";
import { factsOfSchedule } from "../schedules.ts";
import { cronFlaw } from "./cron-flaw.ts";
import { type Flaw, givenAs, isGiven, perhaps, surely } from "./flaw.ts";
import type { Problem } from "./refusals.ts";

/** What the partitions leave to be said of the time, as `get_cron_schedule` in dagster/_core/definitions/partitions has it. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  HourlyPartitionsDefinition: ["minute_of_hour"],
  DailyPartitionsDefinition: ["minute_of_hour", "hour_of_day"],
  WeeklyPartitionsDefinition: ["minute_of_hour", "hour_of_day", "day_of_week"],
  MonthlyPartitionsDefinition: ["minute_of_hour", "hour_of_day", "day_of_month"],
};

const times = ["minute_of_hour", "hour_of_day", "day_of_week", "day_of_month"];
const ownTimes = ["cron_schedule", "execution_timezone"];

/** Schedules that do not go with the partitions of their job; others are refused as soon as they are made. */
export function builtSchedules(schedules: readonly DagsterValue[], beside: Beside): readonly Problem[] {
  const built = schedules.filter(({ symbol }) => symbol === "build_schedule_from_partitioned_job");
  return built.flatMap((value) =>
    flawsOf(value, beside).map(({ said, isSure }) =>
      isSure ? { about: "cron", message: said, value } : { unsure: said },
    ),
  );
}

function flawsOf(value: DagsterValue, beside: Beside): readonly Flaw[] {
  const what = `The schedule ${quoteName(nameOf(value) ?? value.text)}`;
  const job = givenAs("job", value);
  const partitions = job?.kind === "dagster" ? partitionsValueOf(job, beside) : null;
  if (job?.kind !== "dagster" || partitions?.kind !== "dagster") return perhaps(`the partitions of ${what}`);
  const given = (name: string): boolean => isGiven(name, value);
  const room = rooms[partitions.symbol];
  const cron = (factsOfSchedule(value, beside)?.cron ?? []).flatMap((one) => cronFlaw(one, what));
  if (room === undefined)
    return partitions.symbol === "StaticPartitionsDefinition"
      ? ofStatic(job, given, what, cron)
      : perhaps(`the partitions of ${what}`);
  const extra = [...ownTimes, ...times.filter((name) => !room.includes(name))].find(given);
  return extra === undefined
    ? cron
    : surely(`${what} is given ${quoteName(extra)}, where the partitions of its job say when it runs`);
}

/** Of a job whose assets have the partitions, rather than itself, Dagster makes no such schedule. */
function ofStatic(
  job: DagsterValue,
  given: (name: string) => boolean,
  what: string,
  cron: readonly Flaw[],
): readonly Flaw[] {
  const own = argumentValue(innermost(job).arguments, "partitions_def");
  const isOwn = own !== undefined && !isNone(own);
  if (isOwn && given("cron_schedule") && !times.some(given)) return cron;
  return surely(
    `${what} is built from partitions that are no spans of time${isOwn ? ", and needs a cron expression alone" : ""}`,
  );
}
