import type { NodeInventory } from "../../domain/inventory.ts";
import { wellKnown } from "./well-known.ts";

/** Words around a package's name that its module does not have. */
const around = /^(python-|py-|py(?=[a-z]{3}))|(-python|-py|-client|-sdk|-api|-binary|-headless|-lib)$/g;

/** Names, in dashes, that a module begins with when it is imported from a package; `isKnown`: what the package brings is known otherwise. */
export function namesFor(key: string, isKnown: boolean): readonly string[] {
  const ofProvider = key.startsWith("apache-airflow-providers-") ? [key.slice("apache-".length)] : [];
  return isKnown ? [key, ...ofProvider] : [key, key.replaceAll(around, "")];
}

/** A module and all that it is in, in dashes: of `google.cloud_x` also `google` and `google-cloud`. */
export function dashedPrefixes(module: string): readonly string[] {
  const steps = module.toLowerCase().split(/[._]/);
  return steps.map((_, index) => steps.slice(0, index + 1).join("-"));
}

/** Whether a module is imported from a package: for sure, perhaps (nobody knows what it brings), or for sure not. */
export function covers(key: string, module: string, inventory: NodeInventory | null): "yes" | "perhaps" | "no" {
  const dashed = module.toLowerCase().replaceAll(/[._]/g, "-");
  if (isName(key, dashed) || isProvider(key, dashed)) return "yes";
  const modules = modulesOf(key, inventory);
  if (modules !== null) return modules.some((one) => isWithin(module, one) || isWithin(one, module)) ? "yes" : "no";
  const plain = key.replaceAll(around, "");
  return isName(plain, dashed) ? "yes" : "perhaps";
}

/** What can be imported from a package; `null` where that is not known. */
export function modulesOf(key: string, inventory: NodeInventory | null): readonly string[] | null {
  if (inventory !== null && Object.hasOwn(inventory.packages, key) && !inventory.opaque.includes(key)) {
    return broughtBy(inventory.modules).get(key) ?? [];
  }
  return wellKnown.get(key) ?? (key.startsWith("apache-airflow-providers-") || key.startsWith("types-") ? [] : null);
}

const brought = new WeakMap<NodeInventory["modules"], ReadonlyMap<string, readonly string[]>>();

/** The modules of each package. */
function broughtBy(modules: NodeInventory["modules"]): ReadonlyMap<string, readonly string[]> {
  const before = brought.get(modules);
  if (before !== undefined) return before;
  const made = new Map<string, string[]>();
  for (const [module, packages] of Object.entries(modules)) {
    for (const name of packages) {
      const others = made.get(name);
      if (others === undefined) made.set(name, [module]);
      else others.push(module);
    }
  }
  brought.set(modules, made);
  return made;
}

/** `google.cloud.bigquery.x` from `google-cloud-bigquery`. */
function isName(key: string, dashed: string): boolean {
  return dashed === key || dashed.startsWith(`${key}-`);
}

function isProvider(key: string, dashed: string): boolean {
  return key.startsWith("apache-airflow-providers-") && isName(key.slice("apache-".length), dashed);
}

function isWithin(module: string, outer: string): boolean {
  return module === outer || module.startsWith(`${outer}.`);
}
