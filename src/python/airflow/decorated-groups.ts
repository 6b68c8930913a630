import { argument, mergeArguments } from "../evaluate/arguments.ts";
import { callValue } from "../evaluate/call.ts";
import { native, none, ofString, unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { functionName, isNone, stringOf } from "../evaluate/value-contents.ts";
import { checkExpand, checkPartial } from "./check-binding.ts";
import { checkGroup } from "./check-group.ts";
import { enterGroup } from "./contexts.ts";
import type { TaskValue } from "./dag-values.ts";
import { makeGroup } from "./groups.ts";
import { writtenAt } from "./ids.ts";
import { mappedKwargs } from "./mapped-kwargs.ts";

interface GroupFactory {
  readonly callee: Value;
  readonly functionName: string;
  readonly arguments: readonly GivenArgument[];
  readonly partial: readonly GivenArgument[];
  /** The module that it is decorated in. */
  readonly path: string;
}

/** `@task_group` and `@task_group(…)` */
export function decorateGroup(call: NativeCall): Value {
  const [first] = call.arguments;
  if (call.arguments.length === 1 && first?.name === null && stringOf(first.value) === null)
    return toFactory(first, [], call);
  return native("task_group", (inner) => {
    const [callee] = inner.arguments;
    const given = call.arguments.filter(({ name }) => name !== null); // Airflow makes nothing of the others
    checkGroup("@task_group", given, call);
    return callee === undefined ? none : toFactory(callee, given, inner);
  });
}

function toFactory(callee: GivenArgument, given: readonly GivenArgument[], call: NativeCall): Value {
  const { value } = callee;
  if (value.kind !== "function" && value.kind !== "native") return unknown(call.text, true);
  const name = functionName(value);
  return name === null
    ? unknown(call.text, true)
    : factoryValue({ callee: value, functionName: name, arguments: given, partial: [], path: call.scope.record.path });
}

function factoryValue(factory: GroupFactory): Value {
  return native(
    factory.functionName,
    (call) => run(factory, call, mergeCalls(factory.partial, call.arguments), null),
    (name) => memberOf(factory, name),
  );
}

function mergeCalls(partial: readonly GivenArgument[], given: readonly GivenArgument[]): readonly GivenArgument[] {
  return partial.length === 0 ? given : mergeArguments(partial, given);
}

function memberOf(factory: GroupFactory, name: string): Value | null {
  switch (name) {
    case "override":
      return native(name, (call) => {
        checkGroup("@task_group", call.arguments, call);
        return factoryValue({ ...factory, arguments: mergeArguments(factory.arguments, call.arguments) });
      });
    case "partial":
      return native(name, (call) => {
        checkPartial(factory.partial, factory.callee, call);
        return factoryValue({ ...factory, partial: mergeArguments(factory.partial, call.arguments) });
      });
    case "expand":
    case "expand_kwargs":
      return native(name, (call) => expand(factory, call, name));
    case "__name__":
      return ofString(factory.functionName);
    case "function":
      return factory.callee;
    default:
      return null;
  }
}

/** The function is run once, with stand-ins for its arguments. */
function expand(factory: GroupFactory, call: NativeCall, name: "expand" | "expand_kwargs"): Value {
  const sources = call.arguments.map(({ value }) => value);
  if (name === "expand_kwargs")
    mappedKwargs(call); // as what is no list of dictionaries is refused
  else checkExpand(factory.partial, factory.callee, call);
  // What stands in the dictionaries of a list makes no edge to a group.
  const inner = name === "expand_kwargs" && sources[0]?.kind === "list" ? sources[0].items : sources;
  const over: readonly TaskValue[] = inner.flatMap((one) => (one.kind === "xcom" ? one.tasks : []));
  const isUnknown = inner.some((one) => one.kind === "unknown" && one.isForeign);
  if (isUnknown)
    call.machine.airflow.dags
      .at(-1)
      ?.doubts.all.push({ reason: "what a group is mapped over is not known", frame: "always" });
  const stand: Value = {
    kind: "made",
    by: "mapped-argument",
    arguments: over.map((task) => ({
      name: null,
      value: { kind: "xcom", tasks: [task], isPlain: true },
      place: call.place,
      text: "",
    })),
    text: call.text,
  };
  const known = new Set(factory.partial.map((one) => one.name));
  const names =
    name === "expand"
      ? call.arguments.map((one) => one.name)
      : factory.callee.kind === "function"
        ? factory.callee.parameters.map((one) => one.name)
        : [];
  const mapped = names
    .filter((one) => !known.has(one))
    .map((one) => ({ name: one, value: stand, place: call.place, text: "" }));
  return run(factory, call, [...factory.partial, ...mapped], over);
}

function run(
  factory: GroupFactory,
  call: NativeCall,
  given: readonly GivenArgument[],
  mappedOver: readonly TaskValue[] | null,
): Value {
  const { machine, scope } = call;
  const id = argument(factory.arguments, "group_id");
  const group = makeGroup(
    {
      ownId: id === null ? factory.functionName : stringOf(id.value),
      given: factory.arguments,
      isSuffixed: true,
      mappedOver,
      place: call.place,
      idPlace: writtenAt(id, factory.path, call),
      path: scope.record.path,
    },
    call,
  );
  const leave = enterGroup(group, machine);
  try {
    const result = callValue(factory.callee, given, call);
    leave(true);
    return isNone(result) ? group : result;
  } catch (error) {
    leave(false);
    throw error;
  }
}
