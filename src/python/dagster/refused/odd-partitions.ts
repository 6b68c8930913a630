import { quoteName } from "../../../formats/did-you-mean.ts";
import { isDay } from "../../../formats/instant.ts";
import { argumentValue, hasUnknownArguments } from "../../evaluate/arguments.ts";
import { doubtOf } from "../../evaluate/doubt.ts";
import type { Value } from "../../evaluate/value.ts";
import { integerOf, isNone, stringOf } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { textsOf } from "../resource-kinds.ts";
import { dateFlaw } from "./date-flaw.ts";
import { type Flaw, givenAs, isGiven, perhaps, surely } from "./flaw.ts";
import { cronsFlaw, zoneGiven } from "./odd-times.ts";

const day = "%Y-%m-%d";

/** The form of dates by the class of partitions, and the highest offsets. */
const windows: Readonly<Record<string, { readonly form: string; readonly most: Readonly<Record<string, number>> }>> = {
  __proto__: null as never,
  HourlyPartitionsDefinition: { form: `${day}-%H:%M`, most: { minute_offset: 59 } },
  DailyPartitionsDefinition: { form: day, most: { minute_offset: 59, hour_offset: 23 } },
  WeeklyPartitionsDefinition: { form: day, most: { minute_offset: 59, hour_offset: 23, day_offset: 7 } },
  MonthlyPartitionsDefinition: { form: day, most: { minute_offset: 59, hour_offset: 23, day_offset: 31 } },
};

/** What Dagster does not take of partitions, as dagster/_core/definitions/partitions/definition has it. */
export function oddPartitions(made: DagsterValue): readonly Flaw[] {
  if (!made.symbol.endsWith("PartitionsDefinition") || made.base !== null) return [];
  if (hasUnknownArguments(made.arguments)) return perhaps("arguments that are passed on");
  const window = windows[made.symbol];
  if (window !== undefined)
    return [...ofWindow(made, "start_date", "end_date", window.form), ...offsets(made, window.most)];
  switch (made.symbol) {
    case "TimeWindowPartitionsDefinition":
      return ofCronWindow(made);
    case "StaticPartitionsDefinition":
      return ofKeys(givenAs("partition_keys", made));
    case "DynamicPartitionsDefinition":
      return ofDynamic(made);
    case "MultiPartitionsDefinition":
      return ofDimensions(givenAs("partitions_defs", made));
    default:
      return [];
  }
}

function ofWindow(made: DagsterValue, start: string, end: string, usual: string): readonly Flaw[] {
  const given = givenAs("fmt", made);
  const form = given === undefined || isNone(given) ? usual : stringOf(given);
  const what = quoteName(made.symbol);
  const dates = [givenAs(start, made), givenAs(end, made)].flatMap((date, at) =>
    date === undefined || (at > 0 && isNone(date)) ? [] : ofDate(date, form === "" ? usual : form, what),
  );
  const excluded = givenAs("exclusions", made);
  const items = excluded === undefined || isNone(excluded) ? [] : itemsOf(excluded);
  return [
    ...dates,
    ...zoneGiven(givenAs("timezone", made), what),
    ...(items === null ? perhaps("exclusions that are not all known") : items.flatMap((one) => ofExclusion(one, what))),
  ];
}

function ofDate(value: Value, form: string | null, what: string): readonly Flaw[] {
  const text = stringOf(value);
  if (text !== null)
    return form === null ? perhaps("a form of dates that is not constant") : dateFlaw(text, form, what);
  if (value.kind !== "made" || !/^(datetime|pendulum)\./.test(value.by)) return perhaps("a date that is not constant");
  if (value.by === "datetime.date") return surely(`${what} has a date that is no \`datetime\``);
  const parts = ["year", "month", "day"].map((name, at) => integerOf(argumentValue(value.arguments, name, at)));
  const [year, month, date] = parts;
  if (!/\.datetime$/.test(value.by) || year == null || month == null || date == null) return [];
  return isDay(year, month, date) ? [] : surely(`${what} has a day that does not exist`);
}

function ofExclusion(value: Value, what: string): readonly Flaw[] {
  return value.kind === "made" && value.by === "datetime.datetime" ? [] : cronsFlaw(value, what);
}

function offsets(made: DagsterValue, most: Readonly<Record<string, number>>): readonly Flaw[] {
  return Object.entries(most).flatMap(([name, highest]) => {
    const value = givenAs(name, made);
    const number = integerOf(value);
    if (value === undefined || isNone(value)) return [];
    if (number === null) return perhaps(`\`${name}\``);
    return number >= 0 && number <= highest
      ? []
      : surely(`${quoteName(made.symbol)} has \`${name}=${number}\` (at most ${highest})`);
  });
}

function ofCronWindow(made: DagsterValue): readonly Flaw[] {
  const parts = ["schedule_type", "minute_offset", "hour_offset", "day_offset"].filter((name) => isGiven(name, made));
  const window = ofWindow(made, "start", "end", "");
  if (isGiven("cron_schedule", made))
    return [
      ...window,
      ...cronsFlaw(givenAs("cron_schedule", made), quoteName(made.symbol)),
      ...parts.flatMap(() => perhaps("a cron expression with offsets")),
    ];
  return parts.includes("schedule_type")
    ? [...window, ...perhaps("a type of schedules")]
    : surely(`${quoteName(made.symbol)} needs a \`cron_schedule\`, which it is not given`);
}

function itemsOf(value: Value): readonly Value[] | null {
  if (value.kind === "tuple") return value.items;
  return value.kind === "list" && doubtOf(value.doubts) === null ? value.items : null;
}

/** As `INVALID_PARTITION_SUBSTRINGS` in dagster/_core/definitions/partitions/utils/base.py. */
const unkeyed = ["...", "\u0007", "\b", "\f", "\n", "\r", "\t", "\v", "\0"];

function ofKeys(given: Value | undefined): readonly Flaw[] {
  const items = given === undefined ? null : itemsOf(given);
  if (items === null) return perhaps("partition keys that are not all known");
  const texts = items.map(stringOf);
  const other = items.find((one, at) => texts[at] === null && one.kind === "constant");
  if (other !== undefined) return surely("A partition key of `StaticPartitionsDefinition` is no text");
  const odd = texts.find((text) => text !== null && unkeyed.some((one) => text.includes(one)));
  if (odd != null) return surely(`The partition key ${quoteName(odd)} has characters that Dagster does not take`);
  return texts.includes(null) ? perhaps("a partition key that is not constant") : [];
}

function ofDynamic(made: DagsterValue): readonly Flaw[] {
  const given = ["partition_fn", "name"].filter((name) => isGiven(name, made));
  return given.length === 1 ? [] : surely("`DynamicPartitionsDefinition` needs either a name or a function");
}

function ofDimensions(given: Value | undefined): readonly Flaw[] {
  if (given?.kind !== "dict" || doubtOf(given.doubts) !== null)
    return perhaps("dimensions of partitions that are not all known");
  if (given.entries.size !== 2)
    return surely(`\`MultiPartitionsDefinition\` takes two dimensions, and is given ${given.entries.size}`);
  return [...given.entries.values()].flatMap(({ value }) => ofDimension(value));
}

function ofDimension(value: Value): readonly Flaw[] {
  if (value.kind !== "dagster") return perhaps("a dimension of partitions that is not known");
  const what = "A dimension of `MultiPartitionsDefinition`";
  if (value.symbol === "MultiPartitionsDefinition") return surely(`${what} has dimensions itself`);
  if (value.symbol === "DynamicPartitionsDefinition")
    return !isGiven("name", value) ? surely(`${what} is dynamic and has no name`) : [];
  if (value.symbol !== "StaticPartitionsDefinition") return windows[value.symbol] === undefined ? perhaps(what) : [];
  const keys = textsOf(givenAs("partition_keys", value)) ?? [];
  const odd = keys.find((key) => /[|[\],]/.test(key));
  return odd === undefined
    ? []
    : surely(`${what} has the partition key ${quoteName(odd)}, with a character that it does not take`);
}
