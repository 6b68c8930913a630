import type { Place } from "../syntax/ast.ts";
import { type Machine, raise } from "./machine.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** What is no key: a list or a dictionary surely, and perhaps what is not known. */
export function noteUnhashable(value: Value, place: Place, scope: Scope, machine: Machine): void {
  if ((value.kind === "list" && value.type === undefined) || value.kind === "dict")
    raise("TypeError", `unhashable type: '${value.kind}'`, place, scope, true);
  if (machine.surroundings.isPackaged === true) machine.surprises += 1;
}
