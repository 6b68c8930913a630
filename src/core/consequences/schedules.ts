import type { PlannedDag } from "../../domain/consequences.ts";
import type { Dag, Fact } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";

/** A schedule as people read it. */
export function describeSchedule({ schedule }: Dag): string {
  switch (schedule.kind) {
    case "none":
      return "no schedule";
    case "default":
      return "Airflow's own default schedule";
    case "unknown":
      return `a schedule that is known only when it runs (\`${schedule.text}\`)`;
    case "asset":
      return `assets (\`${schedule.text}\`)`;
    case "cron":
    case "preset":
    case "timedelta":
    case "timetable":
      return `\`${schedule.text}\``;
    default:
      return schedule.kind satisfies never;
  }
}

/** What differs in when a DAG runs, in words; `null` where nothing does. */
export function describeReschedule(before: Dag, after: Dag): string | null {
  const parts = [
    scheduleKey(before) === scheduleKey(after)
      ? null
      : `runs by ${describeSchedule(after)} instead of ${describeSchedule(before)}`,
    sameFact(before.startDate, after.startDate)
      ? null
      : `starts ${describeStart(after.startDate)} instead of ${describeStart(before.startDate)}`,
    sameFact(before.catchup, after.catchup)
      ? null
      : after.catchup.known
        ? `${after.catchup.value ? "now makes up for" : "no longer makes up for"} missed runs`
        : `makes up for missed runs as \`${after.catchup.expression}\` says`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

function scheduleKey({ schedule: { kind, text, value } }: Dag): string {
  return JSON.stringify([kind, text, value]);
}

function sameFact<T>(one: Fact<T>, other: Fact<T>): boolean {
  if (one.known && other.known) return one.value === other.value;
  return !one.known && !other.known && one.expression === other.expression;
}

function describeStart(start: Dag["startDate"]): string {
  if (!start.known) return `at \`${start.expression}\``;
  return start.value === null ? "without a date" : `at \`${start.value}\``;
}

const presets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** What the next runs of a DAG depend on; `null` where that is not known, or nothing is planned. */
export function planOf(dag: Dag & { readonly dagId: string }, isNew: boolean): PlannedDag | null {
  const every = everyOf(dag);
  const { startDate, catchup, dagId } = dag;
  if (every === null || !startDate.known || !catchup.known) return null;
  const timezone = zoneOf(dag, startDate.value);
  if (timezone === null) return null;
  return { dagId, every, timezone, startDate: startDate.value, catchesUp: isNew && catchup.value };
}

function everyOf({ schedule: { kind, text, value } }: Dag): string | number | null {
  if (kind === "cron") return text.trim();
  if (kind === "preset") return presets[text.trim()] ?? null;
  return kind === "timedelta" && value?.kind === "call" ? secondsOf(value) : null;
}

const units: Readonly<Record<string, number>> = { weeks: 604_800, days: 86_400, hours: 3600, minutes: 60, seconds: 1 };
const positions = ["days", "seconds"];

function secondsOf({ name, arguments: given }: Extract<PlainValue, { kind: "call" }>): number | null {
  if (!/(^|\.)timedelta$/.test(name)) return null;
  let seconds = 0;
  for (const [index, one] of given.entries()) {
    const unit = units[one.name ?? positions[index] ?? ""];
    const { value } = one;
    if (unit === undefined || value.kind !== "constant" || typeof value.value !== "number") return null;
    seconds += unit * value.value;
  }
  return seconds >= 1 ? seconds : null;
}

/** UTC, unless the start date names a zone; `null` where that is not a constant. */
function zoneOf(dag: Dag, start: string | null): string | null {
  const given = [...dag.arguments, ...dag.defaultArgs].find(({ name }) => name === "start_date")?.value;
  const zone =
    given?.kind === "call" ? given.arguments.find(({ name }) => name === "tz" || name === "tzinfo")?.value : undefined;
  if (zone !== undefined) return nameOfZone(zone);
  return start !== null && /[+-]\d\d:?\d\d$/.test(start) ? null : "UTC";
}

/** `"Europe/Oslo"`, `pendulum.timezone("Europe/Oslo")`, `ZoneInfo("Europe/Oslo")`, `timezone.utc` */
function nameOfZone(zone: PlainValue): string | null {
  const named = zone.kind === "call" ? zone.arguments[0]?.value : zone;
  if (named?.kind === "name") return /(^|\.)(utc|UTC)$/.test(named.name) ? "UTC" : null;
  return named?.kind === "constant" && typeof named.value === "string" ? named.value : null;
}
