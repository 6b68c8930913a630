import { argument, hasUnknownArguments, mergeArguments } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { doubtLoad, type Machine } from "../evaluate/machine.ts";
import type { GivenArgument } from "../evaluate/value.ts";
import type { Place } from "../syntax/ast.ts";
import { refuse } from "./add-task.ts";
import type { DagValue } from "./dag-values.ts";
import { misspeltName } from "./misspelt-name.ts";
import { isNoData } from "./no-data.ts";
import { oddValues } from "./odd-values.ts";
import { argumentsOfOperator, type KnownArguments } from "./operator-arguments.ts";
import { refusedValues, wantedFor } from "./refused-values.ts";

/** A call of Airflow's, with what it is given. */
export interface Checked {
  readonly operator: string;
  readonly given: readonly GivenArgument[];
  readonly defaults: readonly GivenArgument[];
  readonly dag: DagValue | null;
  readonly isMapped: boolean;
  readonly place: Place;
  readonly path: string;
}

/** Notes what Airflow refuses of the arguments of an operator of its own, or of a function decorated with `@task`. */
export function checkArguments(call: Checked, machine: Machine): void {
  const known = argumentsOfOperator(call.operator);
  checkValues(call, known, machine);
  if (known === null) return;
  const misspelt = call.given.flatMap((one) => misspeltOf(one, known, call, machine) ?? []);
  const all = [...call.given, ...call.defaults];
  // Which DAG's defaults it gets is known only where nothing else may have been entered.
  if (call.isMapped || hasUnknownArguments(all) || doubtOf(machine.doubts) !== null) return;
  const missing = known.required.filter((name) => argument(all, name) === null && !misspelt.includes(name));
  for (const name of missing)
    note(machine, call, call.place, { of: known.name, name, problem: "missing", instead: null });
}

function checkValues(call: Checked, known: KnownArguments | null, machine: Machine): void {
  const own = Object.fromEntries(Object.entries(refusedValues.ofSome).filter(([name]) => known?.taken.includes(name)));
  const table = call.isMapped ? refusedValues.ofMapped : { ...refusedValues.ofTask, ...own };
  const all = mergeArguments(call.defaults, call.given);
  for (const one of all) {
    // A date of the defaults may be a text.
    const isParsed = one.place.end === 0 && /^(start|end)_date$/.test(one.name ?? "");
    const wanted = isParsed ? null : wantedFor(table, one.name ?? "", one.value);
    if (wanted !== null) noteValue(one, wanted, call, machine);
    else if (table[one.name ?? ""] !== undefined && isOdd(one))
      doubtLoad(machine, `the \`${one.name}\` of a task is odd`);
  }
  for (const { name, wanted } of call.isMapped ? [] : oddValues(call.operator, all, machine.surroundings.airflow)) {
    const one = argument(all, name);
    if (one !== null) noteValue(one, wanted, call, machine);
  }
}

/** Whether a class, a function or a thing of a DAG is given where a value belongs. */
function isOdd({ name, value }: GivenArgument): boolean {
  return name !== "python_callable" && value.kind !== "xcom" && isNoData(value);
}

function noteValue({ name, place }: GivenArgument, wanted: string, call: Checked, machine: Machine): void {
  const at = place.end === 0 ? call.place : place;
  if (name !== null) note(machine, call, at, { of: "task", name, problem: "value", instead: wanted });
}

/** The argument that is meant. One that is near to none may be of a version that nobody knows yet. */
function misspeltOf(
  { name, place }: GivenArgument,
  known: KnownArguments,
  call: Checked,
  machine: Machine,
): string | null {
  if (name === null || name.startsWith("*") || known.taken.includes(name)) return null;
  const instead = misspeltName(name, known.taken, machine);
  if (instead !== null) note(machine, call, place, { of: known.name, name, problem: "unknown", instead });
  else {
    const reason = `whether Airflow takes the argument \`${name.slice(0, 60)}\` is not known`;
    doubt(call, machine, reason);
    doubtLoad(machine, reason);
  }
  return instead;
}

type Problem = NonNullable<Parameters<typeof refuse>[4]>;

function note(machine: Machine, call: Pick<Checked, "dag" | "path">, place: Place, problem: Problem): void {
  const { of, name } = problem;
  refuse(machine, "TypeError", `${of}: the argument '${name}' is refused`, { path: call.path, place }, problem);
  doubt(call, machine, `its argument \`${name.slice(0, 60)}\` is refused`);
}

function doubt({ dag }: Pick<Checked, "dag">, machine: Machine, reason: string): void {
  machine.surprises += 1;
  if (machine.guards > 0) machine.airflow.isUnclear = true;
  dag?.doubts.all.push({ reason, frame: "always" });
}
