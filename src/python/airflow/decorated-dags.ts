import { argument } from "../evaluate/arguments.ts";
import { callValue } from "../evaluate/call.ts";
import { doubtLoad } from "../evaluate/machine.ts";
import { native, ofString, unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { functionName, stringOf } from "../evaluate/value-contents.ts";
import type { Parameter } from "../syntax/ast.ts";
import { doubtFile } from "./add-task.ts";
import { checkBinding } from "./check-binding.ts";
import { enterDag } from "./contexts.ts";
import type { DagFactory } from "./dag-values.ts";
import { doubtPlaces, makeDag, nameByPosition } from "./dags.ts";
import { isNoJson } from "./odd-params.ts";

function toArgument({ name, form, start, end }: Parameter): GivenArgument {
  const isPlain = form === "normal" || form === "keyword" || form === "positional";
  return {
    name: form === "*" || form === "**" ? form : name,
    value: unknown(name),
    place: { start, end: isPlain ? start + name.length : end },
    text: name,
  };
}

/** `@dag` and `@dag(…)` */
export function decorateDag(call: NativeCall): Value {
  const [first] = call.arguments;
  if (call.arguments.length === 1 && first?.name === null && isCallable(first.value)) return toFactory(first, [], call);
  return native("dag", (inner) => {
    const [callee] = inner.arguments;
    return callee === undefined ? unknown(call.text, true) : toFactory(callee, call.arguments, inner);
  });
}

function isCallable(value: Value): boolean {
  return value.kind === "function" || value.kind === "native" || (value.kind === "unknown" && value.isForeign);
}

/** Airflow 3 takes none that is no JSON: each becomes a parameter of the DAG. */
function doubtDefaults(callee: Value, { arguments: given, machine }: NativeCall): void {
  if (callee.kind === "external" || (machine.surroundings.airflow === 3 && callee.kind !== "function"))
    doubtLoad(machine, "whether a DAG can be made of what `@dag` decorates is not known");
  const defaults = callee.kind === "function" ? [...callee.defaults.values()] : [];
  if (machine.surroundings.airflow === 3 && [...defaults, ...given.map(({ value }) => value)].some(isNoJson))
    doubtFile(machine, "whether Airflow takes an argument of a DAG's function, which is no JSON, is not known");
}

/** A decorator keeps the name of what it decorates. */
const isIdentifier = /^\w+$/;

function toFactory(callee: GivenArgument, given: readonly GivenArgument[], call: NativeCall): Value {
  const { machine, scope } = call;
  const named = nameByPosition(given, ["dag_id", "description", "schedule"]);
  doubtPlaces(given, machine);
  const id = argument(named, "dag_id");
  const known = functionName(callee.value);
  const name = known ?? callee.text;
  const factory: DagFactory = {
    name,
    namePlace: callee.place,
    place: call.place,
    path: scope.record.path,
    id: id !== null && stringOf(id.value) !== "" ? id.value : isIdentifier.test(name) ? ofString(name) : unknown(name),
    idPlace: id?.place ?? callee.place,
    arguments: named,
    calls: 0,
  };
  machine.airflow.factories.push(factory);
  return native(name, (inner) => runFactory(factory, callee.value, inner));
}

function runFactory(factory: DagFactory, callee: Value, call: NativeCall): Value {
  const { machine } = call;
  factory.calls += 1;
  checkBinding({ operator: "@dag", callee, given: call.arguments, isMapped: false }, call);
  const parameters = callee.kind === "function" ? callee.parameters : [];
  doubtDefaults(callee, call);
  const ofOther: GivenArgument = { name: "**", value: callee, place: factory.place, text: factory.name };
  const dag = makeDag(
    {
      form: "decorator",
      id: factory.id,
      place: factory.place,
      idPlace: factory.idPlace,
      namePlace: factory.namePlace,
      path: factory.path,
      arguments: factory.arguments,
      functionArguments: callee.kind === "function" ? parameters.map(toArgument) : [ofOther],
    },
    machine,
  );
  // Each argument becomes a parameter of the DAG, known only when it runs.
  const given = parameters.flatMap(({ name, form }): readonly GivenArgument[] => {
    if (form === "*" || form === "**") return [];
    const value: Value = { kind: "made", by: "airflow.sdk.DagParam", arguments: [], text: name };
    return [{ name: form === "positional" ? null : name, value, place: call.place, text: name }];
  });
  const leave = enterDag(dag, machine);
  try {
    callValue(callee, given, call);
    leave(true);
  } catch (error) {
    leave(false);
    throw error;
  }
  return dag;
}
