import { argumentValue } from "../evaluate/arguments.ts";
import { isEqual } from "../evaluate/compare.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import type { DagsterValue } from "./dagster-values.ts";

/** Whether two values are equal for Dagster, which leaves out what is empty; `null` where that is not known. */
export function areEqual(one: Value | undefined, other: Value | undefined, machine: Machine): boolean | null {
  if (isNothing(one) || isNothing(other)) return isNothing(one) === isNothing(other);
  if (one === undefined || other === undefined) return null;
  if (one.kind === "dagster" && other.kind === "dagster") return areMadeAlike(one, other, machine);
  const answer = isEqual(one, other, machine);
  return answer === false && !(isPlain(one) && isPlain(other)) ? null : answer;
}

function isNothing(value: Value | undefined): boolean {
  if (value === undefined || isNone(value)) return true;
  if (value.kind === "list" || value.kind === "set") return sizeOf(value) === 0 && value.doubts.all.length === 0;
  return value.kind === "dict" && value.entries.size === 0 && value.doubts.all.length === 0;
}

function sizeOf(value: Extract<Value, { kind: "list" | "set" }>): number {
  return value.kind === "list" ? value.items.length : value.items.size;
}

function isPlain(value: Value): boolean {
  if (value.kind === "list" || value.kind === "tuple") return value.items.every(isPlain);
  if (value.kind === "set") return [...value.items.values()].every(isPlain);
  if (value.kind === "dict") return [...value.entries.values()].every((entry) => isPlain(entry.value));
  return value.kind === "constant";
}

/** Of two things of Dagster, made by the same call with equal arguments. */
function areMadeAlike(one: DagsterValue, other: DagsterValue, machine: Machine): boolean | null {
  if (one === other) return true;
  if (one.symbol !== other.symbol || one.base !== other.base || one.callee !== other.callee) return null;
  if (one.arguments.length !== other.arguments.length) return null;
  const areSame = one.arguments.every(
    ({ name, value }, at) =>
      areEqual(value, name === null ? other.arguments[at]?.value : argumentValue(other.arguments, name), machine) ===
      true,
  );
  return areSame ? true : null;
}
