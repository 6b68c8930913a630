import type { NodeInventory } from "../../domain/inventory.ts";

type Modules = NodeInventory["modules"];

/** For the modules of each inventory: all names that only lead to others. */
const inner = new WeakMap<Modules, ReadonlySet<string>>();

/**
 * What of an import the node lacks, as the full name of a module; `null` where it has all. `names` is what is taken from the module:
 * from one that only holds others these must be modules.
 */
export function findLacking(inventory: NodeInventory, module: string, names: readonly string[] | null): string | null {
  if (!has(inventory, module)) return module;
  if (Object.hasOwn(inventory.modules, module) || !innerNames(inventory).has(module)) return null;
  const lacking = names?.find((name) => !has(inventory, `${module}.${name}`));
  return lacking === undefined ? null : `${module}.${lacking}`;
}

function has(inventory: NodeInventory, module: string): boolean {
  const inside = innerNames(inventory);
  if (Object.hasOwn(inventory.modules, module) || inside.has(module)) return true;
  for (let dot = module.lastIndexOf("."); dot !== -1; dot = module.lastIndexOf(".", dot - 1)) {
    const outer = module.slice(0, dot);
    if (inside.has(outer)) return false; // it is told with each of its children
    if (Object.hasOwn(inventory.modules, outer)) return true;
  }
  return false;
}

function innerNames({ modules }: NodeInventory): ReadonlySet<string> {
  const before = inner.get(modules);
  if (before !== undefined) return before;
  const names = new Set<string>();
  for (const module of Object.keys(modules)) {
    for (let dot = module.indexOf("."); dot !== -1; dot = module.indexOf(".", dot + 1)) names.add(module.slice(0, dot));
  }
  inner.set(modules, names);
  return names;
}
