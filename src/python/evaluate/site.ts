import type { Expression, Place } from "../syntax/ast.ts";
import type { Machine } from "./machine.ts";
import type { Scope } from "./scope.ts";

/** Where code runs: the expression or statement, the names that are seen there, and all that changes meanwhile. */
export interface Site<At extends Place = Expression> {
  readonly place: At;
  readonly scope: Scope;
  readonly machine: Machine;
}
