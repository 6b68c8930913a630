import { argument, argumentsOf, argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import { integerOf, isNone, stringOf } from "../evaluate/value-contents.ts";
import { refuse } from "./add-task.ts";
import type { DagValue } from "./dag-values.ts";
import { refusedValues, wantedFor } from "./refused-values.ts";
import { symbolOf } from "./symbols.ts";

/** Notes what Airflow refuses of the arguments of a DAG. */
export function checkDag(dag: DagValue, machine: Machine): void {
  for (const given of dag.arguments) {
    const wanted = wantedFor(refusedValues.ofDag, given.name ?? "", given.value) ?? wantedOf(given, dag, machine);
    if (wanted !== null) note(given, "value", wanted, dag, machine);
  }
  checkStart(dag, machine);
}

/** What the value of one argument ought to be, where Airflow refuses it for what it holds. */
function wantedOf({ name, value }: GivenArgument, dag: DagValue, machine: Machine): string | null {
  switch (name) {
    case "tags":
      return isOddTags(value, machine) ? "a list of texts of at most 100 characters" : null;
    case "schedule":
      return value.kind === "list" && value.items.length > 0 && value.items.every(({ kind }) => kind === "constant")
        ? "a cron expression, a `timedelta`, a timetable or assets"
        : null;
    case "max_active_runs":
      return stringOf(argumentValue(dag.arguments, "schedule")) === "@continuous" && (integerOf(value) ?? 0) > 1
        ? "1, as the DAG runs continuously"
        : null;
    case "params":
      return isScheduled(dag) && argumentsOf(value).some((one) => isRequired(one.value))
        ? "defaults, as the DAG has a schedule"
        : null;
    default:
      return null;
  }
}

function isOddTags(value: Value, { surroundings: { airflow } }: Machine): boolean {
  if (value.kind === "list" || value.kind === "tuple") {
    const isOdd = value.items.some((one) => one.kind === "constant" && [...(stringOf(one) ?? longTag)].length > 100);
    return isOdd || (airflow === 2 && value.kind === "tuple");
  }
  return airflow === 2 && (value.kind === "set" || (stringOf(value) ?? "") !== "");
}

const longTag = " ".repeat(101);

/** A `Param(…)` without a default. */
function isRequired(value: Value): boolean {
  if (value.kind !== "made" || symbolOf(value.by) !== "Param" || hasUnknownArguments(value.arguments)) return false;
  return argument(value.arguments, "default", 0) === null;
}

function isScheduled(dag: DagValue): boolean {
  const schedule = argumentValue(dag.arguments, "schedule");
  if (schedule?.kind === "made") return schedule.by === "datetime.timedelta";
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
