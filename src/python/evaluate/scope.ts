import type { ModuleRecord } from "./machine.ts";
import type { Value } from "./value.ts";

/** The names of a module, a function's call, a class body or a comprehension. */
export interface Scope {
  readonly kind: "module" | "function" | "class" | "comprehension";
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  /** Names that a function declares `global` or `nonlocal`. */
  readonly elsewhere: Map<string, Scope>;
  /** The module that the code stands in. */
  readonly record: ModuleRecord;
}

export function createScope(kind: Scope["kind"], parent: Scope | null, record: ModuleRecord): Scope {
  return { kind, names: new Map(), parent, elsewhere: new Map(), record };
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  const elsewhere = scope.elsewhere.get(name);
  if (elsewhere !== undefined) return elsewhere.names.get(name);
  for (let one: Scope | null = scope; one !== null; one = one.parent) {
    // What is inside of a class does not see its names: functions, other classes, comprehensions.
    const found = one === scope || one.kind !== "class" ? one.names.get(name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The scope in which an assignment to a name lands. */
export function homeOf(scope: Scope, name: string): Scope {
  return scope.elsewhere.get(name) ?? scope;
}

export function moduleOf(scope: Scope): Scope {
  return scope.record.scope;
}
