import { argument, argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { copyDeeply, copyValue } from "../evaluate/copy-value.ts";
import type { Machine } from "../evaluate/machine.ts";
import { unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import type { Place } from "../syntax/ast.ts";
import { doubtFile, refuse } from "./add-task.ts";
import { checkDag } from "./check-dag.ts";
import type { DagValue, GroupValue } from "./dag-values.ts";
import { doubtKey } from "./ids.ts";

export interface DagSpec {
  readonly form: DagValue["form"];
  readonly id: Value;
  readonly place: Place;
  readonly idPlace: Place;
  readonly namePlace: Place;
  readonly path: string;
  readonly arguments: readonly GivenArgument[];
  readonly functionArguments: readonly GivenArgument[];
}

const copied = /^(?:default_args|params|tags)$/;

export function makeDag(spec: DagSpec, machine: Machine): DagValue {
  const root: { -readonly [Key in keyof GroupValue]: GroupValue[Key] } = {
    kind: "group",
    id: "",
    ownId: "",
    prefixes: false,
    parent: null,
    dag: null,
    children: [],
    defaultArguments: null,
    mappedOver: null,
    upstreamTasks: new Set(),
    usedIds: new Set(),
    place: spec.place,
  };
  const register = argumentValue(spec.arguments, "auto_register");
  const dag: DagValue = {
    kind: "dag",
    ...spec,
    // Airflow keeps copies of its own.
    arguments: spec.arguments.map((one) =>
      copied.test(one.name ?? "") && (one.name !== "tags" || machine.surroundings.airflow === 3)
        ? { ...one, value: copyDeeply(one.value) ?? copyValue(one.value) }
        : one,
    ),
    tasks: new Map(),
    unnamed: [],
    root,
    doubts: { born: machine.frame, all: [] },
    autoRegister: register === undefined ? (hasUnknownArguments(spec.arguments) ? null : true) : truthOf(register),
    registrations: [],
    isHandedOn: false,
  };
  root.dag = dag;
  machine.dags.push(dag);
  checkId(dag, machine);
  doubtKey(argument(dag.arguments, "dag_id"), machine);
  checkDag(dag, machine);
  return dag;
}

/** As `validate_key` in airflow/sdk/definitions/_internal/node.py. */
export const allowedKey = /^[\p{L}\p{N}_.-]+\n?$/u;

function checkId(dag: DagValue, machine: Machine): void {
  const id = stringOf(dag.id);
  if (id === null || (allowedKey.test(id) && [...id].length <= 250)) return;
  refuse(machine, "ValueError", `The key '${id.slice(0, 60)}' is not allowed as a dag_id`, dag);
}

/** Those of the first arguments of the class that Airflow 2 takes by position too. */
const positions = ["dag_id", "description", "schedule"];

export function constructDag(call: NativeCall): Value {
  const named = nameByPosition(call.arguments, positions);
  const id = argument(named, "dag_id");
  const dag = makeDag(
    {
      form: "assignment",
      id: id?.value ?? unknown("dag_id"),
      place: call.place,
      idPlace: id?.place ?? call.place,
      namePlace: call.place.kind === "call" ? call.place.callee : call.place,
      path: call.scope.record.path,
      arguments: named,
      functionArguments: [],
    },
    call.machine,
  );
  doubtPlaces(call.arguments, call.machine);
  if (id === null && !hasUnknownArguments(named)) {
    const missing = { of: "DAG", name: "dag_id", problem: "missing", instead: null } as const;
    refuse(call.machine, "TypeError", "DAG: the argument 'dag_id' is missing", dag, missing);
  }
  return dag;
}

/** Airflow 3 takes but the id by its place. */
export function doubtPlaces(given: readonly GivenArgument[], machine: Machine): void {
  const byPlace = given.filter(({ name }) => name === null).length;
  if (machine.surroundings.airflow === 3 && byPlace > 1)
    doubtFile(machine, "Airflow 3 takes but one argument of a DAG by its place");
  if (byPlace > 0 && argument(given, "dag_id") !== null) doubtFile(machine, "the id of a DAG is given twice");
}

/** Gives names to arguments by position. */
export function nameByPosition(given: readonly GivenArgument[], names: readonly string[]): readonly GivenArgument[] {
  let at = 0;
  return given.map((one) => (one.name === null ? { ...one, name: names[at++] ?? null } : one));
}
