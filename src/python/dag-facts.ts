import type { Span } from "../domain/finding.ts";
import type { DagValue } from "./airflow/dag-values.ts";
import { symbolOf } from "./airflow/symbols.ts";
import type { Certainty, Dag, DagParam, Fact, Schedule } from "./dag-model.ts";
import { argument, argumentsOf, argumentValue } from "./evaluate/arguments.ts";
import { truthOf } from "./evaluate/compare.ts";
import { doubtOf } from "./evaluate/doubt.ts";
import { iterate } from "./evaluate/iterate.ts";
import type { Machine } from "./evaluate/machine.ts";
import type { GivenArgument, Value } from "./evaluate/value.ts";
import { isNone, stringOf } from "./evaluate/value-contents.ts";
import { schemaOf } from "./param-schema.ts";
import { toPlain } from "./plain-value.ts";
import type { Place } from "./syntax/ast.ts";

export type SpanOf = (place: Place) => Span | null;

/** What the arguments of a DAG say of it. */
export function dagFacts(
  dag: DagValue,
  spanOf: SpanOf,
  machine: Machine,
): Pick<Dag, "schedule" | "startDate" | "catchup" | "tags" | "owner" | "params" | "paramsCertainty"> {
  const given = dag.arguments;
  const isOpen = given.some((one) => one.name === "**" || one.name === "*");
  const defaults = argument(given, "default_args")?.value;
  const ofDefaults = argumentsOf(defaults);
  const start = argument(given, "start_date") ?? argument(ofDefaults, "start_date");
  const owner = argument(ofDefaults, "owner");
  const isOpenDefaults =
    isOpen ||
    (defaults !== undefined && !isNone(defaults) && (defaults.kind !== "dict" || doubtOf(defaults.doubts) !== null));
  return {
    schedule: scheduleOf(given, isOpen, spanOf),
    startDate: factOf(start, isOpenDefaults, null, spanOf, dateOf),
    catchup: factOf(
      argument(given, "catchup"),
      isOpen,
      machine.surroundings.airflow === 2,
      spanOf,
      (value) => truthOf(value) ?? undefined,
    ),
    tags: factOf(argument(given, "tags"), isOpen, [], spanOf, (value) => tagsOf(value, machine)),
    owner: factOf(owner, isOpenDefaults, null, spanOf, (value) => stringOf(value) ?? undefined),
    ...paramsOf(dag, isOpen, spanOf),
  };
}

/** A fact from an argument; `undefined` from `read` means that it is not known. */
export function factOf<T>(
  given: GivenArgument | null,
  isOpen: boolean,
  usual: T,
  spanOf: SpanOf,
  read: (value: Value) => T | undefined,
): Fact<T> {
  if (given === null)
    return isOpen ? { known: false, expression: "**", span: null } : { known: true, value: usual, span: null };
  const span = given.place.end === 0 ? null : spanOf(given.place);
  const value = read(given.value);
  return value === undefined
    ? { known: false, expression: given.text === "" ? textOf(given.value) : given.text, span }
    : { known: true, value, span };
}

function textOf(value: Value): string {
  return value.kind === "unknown" || value.kind === "made" ? value.text : "…";
}

function tagsOf(value: Value, machine: Machine): readonly string[] | undefined {
  if (isNone(value)) return [];
  const items =
    value.kind === "set" && doubtOf(value.doubts) === null ? [...value.items.values()] : iterate(value, machine);
  const tags = items?.map(stringOf) ?? [null];
  return tags.every((tag) => tag !== null) ? tags : undefined;
}

function scheduleOf(given: readonly GivenArgument[], isOpen: boolean, spanOf: SpanOf): Schedule {
  const names = ["schedule", "schedule_interval", "timetable"];
  const written = names.map((name) => argument(given, name)).find((one) => one !== null);
  if (written === undefined)
    return { kind: isOpen ? "unknown" : "default", text: isOpen ? "**" : "", value: null, span: null };
  const { value, text, place } = written;
  const rest = { value: toPlain(value), span: spanOf(place) };
  const cron = stringOf(value);
  if (cron !== null) return { kind: cron.startsWith("@") ? "preset" : "cron", text: cron, ...rest };
  return { kind: kindOf(value), text, ...rest };
}

function kindOf(value: Value): Schedule["kind"] {
  if (isNone(value)) return "none";
  if (value.kind === "list" || value.kind === "tuple" || value.kind === "set") {
    const items = value.kind === "set" ? [...value.items.values()] : value.items;
    return items.every((item) => item.kind !== "unknown") && items.length > 0 ? "asset" : "unknown";
  }
  if (value.kind === "instance") return "timetable";
  if (value.kind !== "made") return "unknown";
  if (symbolOf(value.by) === "Asset") return "asset";
  if (/(^|\.)(timedelta|relativedelta|duration|Duration)$/.test(value.by)) return "timedelta";
  return /Timetable$|Schedule$|timetables?\./.test(value.by) ? "timetable" : "unknown";
}

/** `datetime(…)` and `pendulum.datetime(…)` of constants; `null` for none. */
function dateOf(value: Value): string | null | undefined {
  if (isNone(value)) return null;
  const text = stringOf(value);
  if (text !== null) return text;
  if (
    value.kind !== "made" ||
    !/^(datetime\.datetime|pendulum\.(datetime|DateTime)|airflow\.(utils|sdk)\.timezone\.datetime)$/.test(value.by)
  )
    return undefined;
  const names = ["year", "month", "day", "hour", "minute", "second"];
  const numbers = names.map((name, index) => {
    const one = argument(value.arguments, name, index)?.value;
    if (one === undefined) return index < 3 ? null : 0;
    return one.kind === "constant" && one.constant.type === "int" ? Number(one.constant.value) : null;
  });
  if (!numbers.every((one) => one !== null)) return undefined;
  const [year = 0, ...rest] = numbers;
  const [month, day, hour, minute, second] = rest.map((one) => String(one).padStart(2, "0"));
  return `${String(year).padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}`;
}

function paramsOf(
  dag: DagValue,
  isOpen: boolean,
  spanOf: SpanOf,
): { params: readonly DagParam[]; paramsCertainty: Certainty } {
  // Airflow takes those in `default_args`, too.
  const isByDefault = argumentsOf(argumentValue(dag.arguments, "default_args")).some(({ name }) => name === "params");
  const written = writtenParams(argument(dag.arguments, "params"), spanOf);
  const ofFunction = dag.functionArguments.map(({ name, place }) =>
    name === "*" || name === "**" || name === null ? null : { name, span: spanOf(place) ?? nowhere, types: null },
  );
  const all: readonly (DagParam | null)[] = [...written, ...ofFunction];
  const isExact = !isOpen && !isByDefault && !all.includes(null);
  return { params: all.filter((one) => one !== null), paramsCertainty: isExact ? "exact" : "partial" };
}

/** Those of `params={…}`, with `null` for what is not known of them. */
function writtenParams(written: GivenArgument | null, spanOf: SpanOf): readonly (DagParam | null)[] {
  if (written === null || isNone(written.value)) return [];
  if (written.value.kind !== "dict") return [null];
  const params = [...written.value.entries.values()].map(({ key, value }) => {
    const name = stringOf(key);
    return name === null ? null : { name, span: spanOf(placeOf(key) ?? written.place) ?? nowhere, ...schemaOf(value) };
  });
  return doubtOf(written.value.doubts) === null ? params : [...params, null];
}

export const nowhere: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** Where a constant is written, as its value is the node itself. */
function placeOf(value: Value): Place | null {
  const { start, end } = value as Partial<Place>; // only constants from source have them
  return start === undefined || end === undefined ? null : { start, end };
}
