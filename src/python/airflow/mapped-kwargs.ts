import { argument, argumentsOf, hasUnknownArguments } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { raise } from "../evaluate/machine.ts";
import { ofList, unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";

/** What `expand_kwargs(…)` gives by name: for each the values of all dictionaries that are written out. Raises what Airflow does. */
export function mappedKwargs(call: NativeCall): readonly GivenArgument[] {
  const given = argument(call.arguments, "kwargs", 0);
  const isTaken = call.arguments.every((one, at) =>
    one.name === null ? at === 0 : /^(?:kwargs|strict|\*+)$/.test(one.name),
  );
  if (!isTaken || (given === null && !hasUnknownArguments(call.arguments)))
    raise("TypeError", "expand_kwargs() takes one list of dictionaries", call.place, call.scope);
  if (given === null) return [];
  const { value, place, text } = given;
  if (isRefused(value)) raise("TypeError", "expected XComArg or list[dict]", call.place, call.scope);
  const items = value.kind === "list" || value.kind === "tuple" ? value.items : [];
  const isOpen =
    items.some((item) => item.kind !== "dict") || (value.kind === "list" && doubtOf(value.doubts) !== null);
  const named = new Map<string, Value[]>();
  for (const { name, value: one } of items.flatMap(argumentsOf))
    if (name !== null) named.set(name, [...(named.get(name) ?? []), one]);
  return [...named].map(([name, values]) => {
    return { name, value: ofList(isOpen ? [...values, unknown(text)] : values, null), place, text };
  });
}

/** Whether it is surely neither the result of a task nor a list of those and dictionaries. */
function isRefused(value: Value): boolean {
  if (value.kind === "list" || value.kind === "tuple") return value.items.some(isPlain);
  return value.kind === "dict" || (isPlain(value) && !isEmptyText(value));
}

function isPlain({ kind }: Value): boolean {
  return kind === "constant" || kind === "list" || kind === "tuple";
}

function isEmptyText(value: Value): boolean {
  return value.kind === "constant" && value.constant.type === "str" && value.constant.value === "";
}
