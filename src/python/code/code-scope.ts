import type { Placement } from "./code-facts.ts";
import type { CodeNode } from "./code-tree.ts";

/** What a name is given. */
export type Binding =
  | { readonly kind: "import"; readonly path: string }
  | { readonly kind: "value"; readonly node: CodeNode; readonly scope: Scope }
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

/** More bindings of one name tell nothing more. */
const mostBindings = 4;

export function bind(scope: Scope, name: string, binding: Binding): void {
  let home = scope;
  if (scope.globals.has(name)) while (home.parent !== null) home = home.parent;
  const before = home.names.get(name);
  if (before === undefined) home.names.set(name, [binding]);
  else if (before.length < mostBindings) before.push(binding);
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
