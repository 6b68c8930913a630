import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { formOf } from "./forms.ts";

/** Looks whether a definition is used as what it is not: a container, a context, or one of several that have an order. */
export function noteMisuse(value: Value, machine: Machine): void {
  if (value.kind === "dagster" && formOf(value) !== null) machine.surprises += 1; // it raises
}
