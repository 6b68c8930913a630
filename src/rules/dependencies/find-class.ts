import type { NodeInventory } from "../../domain/inventory.ts";
import type { ModuleImport } from "../../python/import-list.ts";

type Classes = NonNullable<NodeInventory["classes"]>;

/** What an import asks for that the node's version of a provider does not have. */
export interface ClassGap {
  readonly module: string;
  /** The class; `null`: there is no such module. */
  readonly name: string | null;
  /** Another module that has it. */
  readonly elsewhere: string | null;
  /** What the module has instead. */
  readonly known: readonly string[];
}

/** The packages and modules on the way to each module. */
const inner = new WeakMap<Classes, ReadonlySet<string>>();

/**
 * Holds an import from a provider, of which `root` is the outermost module, against the classes that the node's version has. `untold`:
 * these are not known of this provider, or not of this module.
 */
export function findClassGap(
  classes: Classes,
  root: string,
  { module, names }: Pick<ModuleImport, "module" | "names">,
): ClassGap | "untold" | null {
  const asked = (names ?? []).filter((name) => /^[A-Z]\w*[a-z]/.test(name));
  if (!isThere(classes, root)) return asked.length === 0 ? null : "untold";
  if (!isThere(classes, module))
    return isOpenAbove(classes, module) ? "untold" : { module, name: null, elsewhere: null, known: [] };
  const known = Object.hasOwn(classes, module) ? classes[module] : [];
  if (asked.length === 0) return null;
  if (known === null || known === undefined) return "untold";
  const name = asked.find((one) => !known.includes(one) && !isThere(classes, `${module}.${one}`));
  return name === undefined ? null : { module, name, elsewhere: findElsewhere(classes, root, name), known };
}

function isThere(classes: Classes, module: string): boolean {
  return Object.hasOwn(classes, module) || innerNames(classes).has(module);
}

function innerNames(classes: Classes): ReadonlySet<string> {
  const before = inner.get(classes);
  if (before !== undefined) return before;
  const names = new Set<string>();
  for (const module of Object.keys(classes)) {
    for (let dot = module.indexOf("."); dot !== -1; dot = module.indexOf(".", dot + 1)) names.add(module.slice(0, dot));
  }
  inner.set(classes, names);
  return names;
}

/** What makes its names as it runs may make modules as well. */
function isOpenAbove(classes: Classes, module: string): boolean {
  const steps = module.split(".");
  return steps.some((_, index) => classes[steps.slice(0, index).join(".")] === null);
}

/** Where the class is now, if anywhere: in `airflow.sdk`, or in this provider; the shortest name is where it is meant to be taken from. */
function findElsewhere(classes: Classes, root: string, name: string): string | null {
  if (classes["airflow.sdk"]?.includes(name) === true) return "airflow.sdk";
  const having = Object.keys(classes).filter(
    (module) => module.startsWith(`${root}.`) && !/\._/.test(module) && classes[module]?.includes(name) === true,
  );
  return having.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? null;
}
