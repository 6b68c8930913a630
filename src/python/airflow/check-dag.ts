import { isDay } from "../../formats/instant.ts";
import { argument, argumentsOf, argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { doubtLoad, type Machine } from "../evaluate/machine.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import { integerOf, isNone, numberOf, stringOf } from "../evaluate/value-contents.ts";
import { doubtFile, refuse } from "./add-task.ts";
import { dagArguments } from "./dag-arguments.ts";
import type { DagValue } from "./dag-values.ts";
import { isNoData } from "./no-data.ts";
import { hasOddDefault, holdsNoJson } from "./odd-params.ts";
import { refusedValues, wantedFor } from "./refused-values.ts";
import { signOf } from "./sign-of.ts";
import { isDoubtfulTimetable, isRunningTimetable } from "./timetables.ts";

/** Notes what Airflow refuses of the arguments of a DAG. */
export function checkDag(dag: DagValue, machine: Machine): void {
  for (const given of dag.arguments) {
    const { name, value } = given;
    const ofTwo = machine.surroundings.airflow === 2 ? wantedFor(refusedValues.ofDag2, name ?? "", value) : null;
    const wanted = wantedFor(refusedValues.ofDag, name ?? "", value) ?? ofTwo ?? wantedOf(given, dag, machine);
    if (wanted !== null) note(given, "value", wanted, dag, machine);
    else if (isNoData(value) && !ofCode.test(name ?? "**")) doubtLoad(machine, `its \`${name}\` is odd`);
  }
  const schedule = argumentValue(dag.arguments, "schedule");
  if (schedule !== undefined && isDoubtfulTimetable(schedule))
    doubtFile(machine, "whether Airflow takes its timetable is not known");
  if (schedule !== undefined && Number(numberOf(schedule) ?? 1) === 0)
    doubtLoad(machine, "whether Airflow takes its schedule is not known");
  doubtParams(dag, machine);
  doubtOthers(dag, machine);
  doubtNames(dag, machine);
  checkStart(dag, machine);
  const { arguments: all, doubts } = dag;
  const runsOn = stringOf(argumentValue(all, "schedule")) === "@continuous";
  if (runsOn && argument(all, "max_active_runs") === null)
    doubts.all.push({ reason: "whether the node runs one of its runs at a time is not known", frame: "always" });
}

/** Arguments that take functions and classes, and those that are not known by name. */
const ofCode =
  /callback|^(?:[*]|access_control|default_args|jinja_environment_kwargs|params|task_group|template_undefined|user_defined_)/;

/** Airflow 3 takes no `params` that are no JSON, and neither takes any, of a DAG with a schedule, whose defaults their schemas do not take. */
function doubtParams(dag: DagValue, machine: Machine): void {
  const own = argumentValue(dag.arguments, "params");
  const ofTasks = argumentValue(argumentsOf(argumentValue(dag.arguments, "default_args")), "params");
  if (machine.surroundings.airflow === 3 && holdsNoJson(own))
    doubtFile(machine, "whether Airflow takes its `params`, which are no JSON, is not known");
  if (isScheduled(dag) && [own, ofTasks].some((one) => hasOddDefault(one) === null))
    doubtFile(machine, "whether the defaults of its `params` are what their schemas take is not known");
}

/** What Airflow 3 makes of the kinds of runs and of deadlines, and both of dates that are texts, is not followed. */
function doubtOthers({ arguments: given }: DagValue, machine: Machine): void {
  const isThree = machine.surroundings.airflow === 3;
  for (const { name, value } of given)
    if (isThree && /^(?:allowed_run_types|deadline)$/.test(name ?? "") && !isNone(value) && value.kind !== "unknown")
      doubtLoad(machine, `whether Airflow takes its \`${name}\` is not known`);
  for (const { name, value } of argumentsOf(argumentValue(given, "default_args"))) {
    const text = stringOf(value);
    if (/^(?:start|end)_date$/.test(name ?? "") && text !== null && !isDate(text))
      doubtLoad(machine, `whether Airflow reads the \`${name}\` of its \`default_args\` is not known`);
  }
}

/** A day, or a time of it, as it is mostly written. */
function isDate(text: string): boolean {
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  return isDay(Number(year), Number(month), Number(day));
}

/** What this Airflow does not take, a later one may; of what only Airflow 2 does, the version of the node decides (DAG-026). */
function doubtNames(dag: DagValue, machine: Machine): void {
  if (dag.form === "asset") return;
  const { airflow } = machine.surroundings;
  for (const { name } of dag.arguments) {
    if (name === null || name.startsWith("*") || dagArguments[airflow].has(name)) continue;
    const doubt = dagArguments[2].has(name) ? doubtLoad : doubtFile;
    doubt(machine, `whether Airflow takes the argument \`${name.slice(0, 60)}\` is not known`);
  }
}

/** What the value of one argument ought to be, where Airflow refuses it for what it holds. */
function wantedOf({ name, value }: GivenArgument, dag: DagValue, machine: Machine): string | null {
  switch (name) {
    case "tags":
      return isOddTags(value, machine) ? "a list of texts of at most 100 characters" : null;
    case "schedule":
      return isOddSchedule(value) ? "a cron expression, a `timedelta`, a timetable or assets" : null;
    case "max_active_runs":
      return stringOf(argumentValue(dag.arguments, "schedule")) === "@continuous" && (integerOf(value) ?? 0) > 1
        ? "1, as the DAG runs continuously"
        : null;
    case "params":
      return isScheduled(dag) && hasOddDefault(value) === true
        ? "defaults that their schemas take, as the DAG has a schedule"
        : null;
    case "default_args":
      return isScheduled(dag) && hasOddDefault(argumentValue(argumentsOf(value), "params")) === true
        ? "`params` with defaults that their schemas take, as the DAG has a schedule"
        : null;
    case "max_consecutive_failed_dag_runs":
      return isRefusedCount(value, machine) ? "no negative number" : null;
    case "owner_links":
      return argumentsOf(value).some((one) => isOddLink(one.value))
        ? "addresses, such as `https://…` and `mailto:…`"
        : null;
    default:
      return presetFor(name, value, machine);
  }
}

function isOddSchedule(value: Value): boolean {
  if (value.kind === "made") return (signOf(value) ?? 1) < 1;
  const items =
    value.kind === "list" || value.kind === "tuple"
      ? value.items
      : value.kind === "set"
        ? [...value.items.values()]
        : [];
  return items.length > 0 && items.every(({ kind }) => kind === "constant");
}

export function isOddTags(value: Value, { surroundings: { airflow } }: Machine): boolean {
  if (value.kind === "list" || value.kind === "tuple") {
    const isOdd = value.items.some((one) => one.kind === "constant" && [...(stringOf(one) ?? longTag)].length > 100);
    return isOdd || (airflow === 2 && value.kind === "tuple");
  }
  return airflow === 2 && (value.kind === "set" || (stringOf(value) ?? "") !== "");
}

/** What Airflow 3 does not take at all. */
const presets: ReadonlyMap<string | null, { readonly taken: RegExp; readonly wanted: string }> = new Map([
  [
    "default_view",
    {
      taken: /^(?:grid|graph|duration|gantt|landing_times|tree)$/,
      wanted: '`"grid"`, `"graph"`, `"duration"`, `"gantt"` or `"landing_times"`',
    },
  ],
  ["orientation", { taken: /^(?:LR|TB|RL|BT)$/, wanted: '`"LR"`, `"TB"`, `"RL"` or `"BT"`' }],
]);

function presetFor(name: string | null, value: Value, { surroundings: { airflow } }: Machine): string | null {
  const preset = presets.get(name);
  const isOther = value.kind === "constant" && preset?.taken.test(stringOf(value) ?? "") === false;
  return airflow === 2 && isOther ? preset.wanted : null;
}

/** Airflow 3 takes any number. */
function isRefusedCount(value: Value, { surroundings: { airflow } }: Machine): boolean {
  return airflow === 2 && (integerOf(value) ?? 0) < 0;
}

const longTag = " ".repeat(101);

/** As `iter_invalid_owner_links` has it, of links that are plain. */
function isOddLink(value: Value): boolean {
  const link = stringOf(value);
  if (link === null) return value.kind === "constant" && value.constant.type !== "bytes" && !isNone(value);
  return /^[\w./@-]*$/.test(link) && !link.startsWith("//");
}

function isScheduled(dag: DagValue): boolean {
  const schedule = argumentValue(dag.arguments, "schedule");
  if (schedule?.kind === "made") return schedule.by === "datetime.timedelta" || isRunningTimetable(schedule);
  return (stringOf(schedule) ?? "") !== "";
}

function checkStart(dag: DagValue, machine: Machine): void {
  const given = dag.arguments;
  const defaults = argumentValue(given, "default_args");
  const isOpen =
    defaults !== undefined && !isNone(defaults) && (defaults.kind !== "dict" || doubtOf(defaults.doubts) !== null);
  const has = argument(given, "start_date") ?? argument(argumentsOf(defaults), "start_date");
  if (!isScheduled(dag) || has !== null || isOpen || hasUnknownArguments(given)) return;
  const catchup = argument(given, "catchup");
  if (catchup !== null && truthOf(catchup.value) === true)
    note({ ...catchup, name: "start_date" }, "missing", null, dag, machine);
  else if (machine.surroundings.airflow === 2)
    refuse(machine, "ValueError", "DAG is missing the start_date parameter", dag);
}

function note(
  { name, place }: GivenArgument,
  problem: "value" | "missing",
  instead: string | null,
  dag: DagValue,
  machine: Machine,
): void {
  const refused = { of: "DAG", name: name ?? "", problem, instead };
  refuse(machine, "TypeError", `DAG: the argument '${name}' is refused`, { path: dag.path, place }, refused);
}
