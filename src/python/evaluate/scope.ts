import type { ModuleRecord } from "./machine.ts";
import type { Value } from "./value.ts";

/** The names of a module, a function's call, a class body or a comprehension. */
export interface Scope {
  readonly kind: "module" | "function" | "class" | "comprehension";
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  /** Of a class body; else empty. */
  readonly className: string;
  /** Names that its own code binds, now or later. Of a module and a comprehension, none are listed. */
  readonly locals: ReadonlySet<string>;
  /** Names that only some of the ways that may have been taken bind. */
  readonly halfBound: Set<string>;
  /** Names that a function declares `global` or `nonlocal`. */
  readonly elsewhere: Map<string, Scope>;
  /** The module that the code stands in. */
  readonly record: ModuleRecord;
}

const noNames: ReadonlySet<string> = new Set();

export function createScope(
  kind: Scope["kind"],
  parent: Scope | null,
  record: ModuleRecord,
  locals: ReadonlySet<string> = noNames,
  className = "",
): Scope {
  return { kind, names: new Map(), parent, className, locals, halfBound: new Set(), elsewhere: new Map(), record };
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  const elsewhere = scope.elsewhere.get(name);
  if (elsewhere !== undefined) return elsewhere.names.get(name);
  for (let one: Scope | null = scope; one !== null; one = one.parent) {
    // What is inside of a class does not see its names: functions, other classes, comprehensions.
    const found = one === scope || one.kind !== "class" ? one.names.get(name) : undefined;
    if (found !== undefined) return found;
    if (one.kind === "function" && one.locals.has(name)) return undefined;
    // What a class binds later is, up to then, the module's.
    if (one === scope && one.kind === "class" && one.locals.has(name)) return moduleOf(one).names.get(name);
  }
  return undefined;
}

/** Whether a name that was found may be bound to nothing. */
export function isHalfBound(scope: Scope, name: string): boolean {
  for (let one: Scope | null = scope; one !== null; one = one.parent)
    if (one.names.has(name)) return one.halfBound.has(name);
  return false;
}

/** Why a name that was not found is none: a function binds it, and has not yet, or no longer. `null` where that is not so. */
export function unboundBy(scope: Scope, name: string): "UnboundLocalError" | "NameError" | null {
  if (scope.elsewhere.has(name)) return null;
  let home = scope;
  while (home.kind === "comprehension" && home.parent !== null) home = home.parent;
  if (home.kind === "class" && home.locals.has(name)) return null;
  for (let one: Scope | null = home; one !== null; one = one.parent) {
    if (one.kind === "function" && one.locals.has(name)) return one === home ? "UnboundLocalError" : "NameError";
  }
  return null;
}

/** The name that a private one has in the code of a class: `__x` in `class A` is `_A__x`. */
export function privateName(name: string, scope: Scope): string {
  if (!name.startsWith("__") || name.endsWith("__")) return name;
  let one: Scope | null = scope;
  while (one !== null && one.kind !== "class") one = one.parent;
  const owner = one?.className.replace(/^_+/, "") ?? "";
  return owner === "" ? name : `_${owner}${name}`;
}

/** The scope in which an assignment to a name lands. */
export function homeOf(scope: Scope, name: string): Scope {
  return scope.elsewhere.get(name) ?? scope;
}

export function moduleOf(scope: Scope): Scope {
  return scope.record.scope;
}
