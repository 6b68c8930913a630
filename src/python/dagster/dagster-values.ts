import type { Doubts, Frame } from "../evaluate/doubt.ts";
import type { FunctionValue, GivenArgument, Value } from "../evaluate/value.ts";
import type { Place } from "../syntax/ast.ts";

/** What something of Dagster gives: a definition, a key, a selection. It never changes once it is made. */
export interface DagsterValue {
  readonly kind: "dagster";
  /** Its name in Dagster, such as `asset` or `AssetSelection.groups`; of a method `.to_job`; of an operator `|`. */
  readonly symbol: string;
  readonly arguments: readonly GivenArgument[];
  /** What the method was called on. */
  readonly base: DagsterValue | null;
  /** What it decorates. */
  readonly callee: FunctionValue | null;
  /** Of graphs and jobs: what is called inside. */
  readonly composition: Composition | null;
  readonly born: Frame | null;
  readonly place: Place;
  readonly namePlace: Place;
  /** The module that it is written in. */
  readonly path: string;
  readonly text: string;
}

/** The body of a graph or job. */
export interface Composition {
  readonly nodes: CompositionNode[];
  readonly doubts: Doubts;
  /** What was handed to the nodes. */
  readonly handed: Set<Value>;
  /** What its function returns; `null` before that, and where it is not known. */
  result: Value | null;
}

export interface CompositionNode {
  readonly name: Value;
  /** The name that it has without a number; `null` where it has an alias, or it is not known. */
  readonly base: string | null;
  readonly definition: DagsterValue;
  /** The definition with the hooks and the like that it is called with. */
  readonly called: DagsterValue;
  /** What the call gave. */
  readonly output: Value;
  readonly frame: Frame | null;
}

/** What Dagster keeps in global variables while it imports a module. */
export interface DagsterState {
  readonly compositions: Composition[];
  /** What Dagster refuses as soon as it is made: what it stumbles over, and why. */
  readonly refusals: { readonly message: string; readonly value: DagsterValue }[];
}

export function createDagsterState(): DagsterState {
  return { compositions: [], refusals: [] };
}
