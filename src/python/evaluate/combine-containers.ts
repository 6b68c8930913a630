import { doubtOf } from "./doubt.ts";
import { iterate } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { ofDict, ofList, ofString, ofTuple } from "./make-values.ts";
import type { DictValue, SetValue, Value } from "./value.ts";
import { integerOf, stringOf } from "./value-contents.ts";

/** What `+`, `*`, `|`, `&` and `-` make of lists, texts and the like; `null` where that is not known. */
export function combineContainers(operator: string, left: Value, right: Value, machine: Machine): Value | null {
  if (operator === "+") return concatenate(left, right, machine);
  if (operator === "*") return repeat(left, right, machine);
  if (left.kind === "dict" && right.kind === "dict") return operator === "|" ? mergeDicts(left, right, machine) : null;
  if (left.kind !== "set" || right.kind !== "set" || isUnsure(left) || isUnsure(right)) return null;
  const entries = combineSets(operator, left.items, right.items);
  return entries === null ? null : { kind: "set", items: new Map(entries), doubts: { born: machine.frame, all: [] } };
}

function isUnsure({ doubts }: DictValue | SetValue): boolean {
  return doubtOf(doubts) !== null;
}

function concatenate(left: Value, right: Value, machine: Machine): Value | null {
  if (left.kind === "tuple" && right.kind === "tuple") return ofTuple([...left.items, ...right.items]);
  if (left.kind !== "list" || right.kind !== "list" || (left.type ?? right.type) !== undefined) return null;
  const [a, b] = [iterate(left, machine), iterate(right, machine)];
  return a === null || b === null ? null : ofList([...a, ...b], machine.frame);
}

function repeat(left: Value, right: Value, machine: Machine): Value | null {
  const count = integerOf(right) ?? integerOf(left);
  const repeated = integerOf(right) === null ? right : left;
  if (count === null || count * sizeOf(repeated) > 10_000) return null;
  const times = Math.max(count, 0);
  const text = stringOf(repeated);
  if (text !== null) return ofString(text.repeat(times));
  const items = repeated.kind === "list" || repeated.kind === "tuple" ? iterate(repeated, machine) : null;
  if (items === null) return null;
  const all = Array.from({ length: times }, () => items).flat();
  return repeated.kind === "tuple" ? ofTuple(all) : ofList(all, machine.frame);
}

function mergeDicts(left: DictValue, right: DictValue, machine: Machine): Value | null {
  if (isUnsure(left) || isUnsure(right)) return null;
  const entries = [...left.entries, ...right.entries].map(([key, entry]) => [key, { ...entry }] as const);
  return ofDict(entries, machine.frame);
}

function combineSets(
  operator: string,
  left: ReadonlyMap<string, Value>,
  right: ReadonlyMap<string, Value>,
): readonly (readonly [string, Value])[] | null {
  if (operator === "|") return [...left, ...right];
  if (operator === "&") return [...left].filter(([key]) => right.has(key));
  if (operator === "-") return [...left].filter(([key]) => !right.has(key));
  return null;
}

function sizeOf(value: Value): number {
  if (value.kind === "list" || value.kind === "tuple") return value.items.length;
  return stringOf(value)?.length ?? 1;
}
