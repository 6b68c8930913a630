import type { Place } from "../syntax/ast.ts";
import type { Value } from "./value.ts";

/** An exception that Python would raise here. */
export class PythonRaise extends Error {
  override readonly name = "PythonRaise";
  readonly type: string;
  readonly place: Place;
  /** The module's path, as a name can be raised in another one. */
  readonly path: string;
  /** Whether a `raise`, `assert` or import says so, rather than what a value is thought to be. */
  readonly isWritten: boolean;
  /** Its class, where a `raise` says it and it is known. */
  readonly value: Value | null;

  constructor(
    type: string,
    message: string,
    place: Place,
    path: string,
    isWritten: boolean,
    value: Value | null = null,
  ) {
    super(message);
    this.type = type;
    this.place = place;
    this.path = path;
    this.isWritten = isWritten;
    this.value = value;
  }
}

/** More steps than a module is worth. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}
