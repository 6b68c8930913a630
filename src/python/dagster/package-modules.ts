import { importSubmodule } from "../evaluate/load-module.ts";
import type { Machine, ModuleRecord } from "../evaluate/machine.ts";

/** What Python imports besides source: nothing is known of it. */
const compiled = /\.(so|pyd|pyc)$/;

/** A package and all modules in it, as `pkgutil.walk_packages` finds and imports them; `null` where they are not all known. */
export function modulesOfPackage(record: ModuleRecord, machine: Machine): readonly ModuleRecord[] | null {
  if (!record.path.endsWith("/__init__.py")) return null;
  const folder = record.path.slice(0, -"/__init__.py".length);
  const names = machine.surroundings.listFolder?.(folder) ?? null;
  if (names === null || names.some((name) => compiled.test(name))) return null;
  const modules: ModuleRecord[] = [record];
  for (const name of listModules(names)) {
    const isPackage = isPackageAt(`${folder}/${name}`, machine);
    if (isPackage === null || (isPackage && names.includes(`${name}.py`))) return null;
    if (!isPackage && !names.includes(`${name}.py`)) continue;
    const found = importSubmodule(record, name, machine);
    const inner =
      found?.kind !== "module" ? null : isPackage ? modulesOfPackage(found.record, machine) : [found.record];
    if (inner === null) return null;
    modules.push(...inner);
  }
  return modules;
}

/** The names of modules and of folders that may be packages. */
function listModules(names: readonly string[]): readonly string[] {
  const own = names.flatMap((name) => (/^[^.]+(\.py|\/)$/.test(name) ? [name.replace(/(\.py|\/)$/, "")] : []));
  return [...new Set(own)].filter((name) => name !== "__init__" && name !== "__pycache__").sort();
}

function isPackageAt(folder: string, machine: Machine): boolean | null {
  const names = machine.surroundings.listFolder?.(folder) ?? null;
  return names?.some((name) => /^__init__\./.test(name)) ?? null;
}
