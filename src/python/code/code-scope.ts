import type { RawNode } from "../syntax/raw-node.ts";
import type { Placement } from "./code-facts.ts";

/** What a name is given. */
export type Binding =
  | { readonly kind: "import"; readonly path: string }
  | { readonly kind: "value"; readonly node: RawNode; readonly scope: Scope }
  /** What is added to it, by `+=`. */
  | { readonly kind: "added"; readonly node: RawNode; readonly scope: Scope }
  /** What a class is made of: the arguments behind its name. */
  | { readonly kind: "class"; readonly bases: RawNode | null; readonly scope: Scope }
  /** A parameter, a loop's variable, a definition: what it is given is not followed. */
  | { readonly kind: "opaque" };

export interface Scope {
  readonly parent: Scope | null;
  readonly kind: Placement;
  readonly names: Map<string, Binding[]>;
  readonly globals: Set<string>;
}

export function openScope(parent: Scope | null, kind: Placement): Scope {
  return { parent, kind, names: new Map(), globals: new Set() };
}

/** A name that is bound more often is not followed further. */
const mostBindings = 64;

export function bind(scope: Scope, name: string, binding: Binding): void {
  let home = scope;
  if (scope.globals.has(name)) while (home.parent !== null) home = home.parent;
  const before = home.names.get(name);
  if (before === undefined) home.names.set(name, [binding]);
  else if (before.length < mostBindings && !isKnown(before, binding)) before.push(binding);
}

function isKnown(before: readonly Binding[], binding: Binding): boolean {
  if (binding.kind !== "import" && binding.kind !== "opaque") return false;
  return before.some(
    (one) =>
      one.kind === binding.kind && (one.kind !== "import" || binding.kind !== "import" || one.path === binding.path),
  );
}

/** What a name may be, where it is used; none where nothing in the module binds it. */
export function lookUp(scope: Scope, name: string): readonly Binding[] {
  const own = scope.globals.has(name) ? undefined : scope.names.get(name);
  if (own !== undefined) return own;
  for (let outer = scope.parent; outer !== null; outer = outer.parent) {
    if (outer.kind === "class") continue;
    const found = outer.names.get(name);
    if (found !== undefined) return found;
  }
  return [];
}
