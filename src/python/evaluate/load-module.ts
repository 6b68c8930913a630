import { createRecord, doubtAll, type Machine, type ModuleRecord, type Surroundings } from "./machine.ts";
import { namesOfModule } from "./names.ts";
import { isStandard } from "./packages.ts";
import { PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";
import type { Value } from "./value.ts";

/** A module of the repository by its full name; `null` for all others. */
export function importModule(name: string, machine: Machine): Value | null {
  if (isStandard(name) || /^airflow(\.|$)/.test(name)) return null;
  const found = new Set<string>();
  for (const base of placesOf(name, machine.surroundings)) {
    const path = fileOf(base, machine);
    if (path !== null) found.add(path);
  }
  const [path] = found;
  if (path === undefined || found.size > 1) return null;
  // The packages that it is in are imported first.
  const parent = name.split(".").slice(0, -1).join(".");
  if (parent !== "") importModule(parent, machine);
  return loadModule(path, machine, name);
}

/** The file of a module: where there are both, Python imports the package. */
function fileOf(base: string, { surroundings }: Machine): string | null {
  return [`${base}/__init__.py`, `${base}.py`].find((path) => surroundings.readText(path) !== null) ?? null;
}

/** Where in the repository a module may stand, without the end of its name. */
export function placesOf(name: string, { roots, namespaces = [] }: Surroundings): readonly string[] {
  const [top, ...inner] = name.split(".");
  const ofRepository = top !== undefined && inner.length > 0 && namespaces.includes(top) ? [inner.join("/")] : [];
  const relative = name.replaceAll(".", "/");
  return [...roots.map((root) => (root === "" ? relative : `${root}/${relative}`)), ...ofRepository];
}

/** A module by its place to another: `level` counts the dots. */
export function importRelative(from: ModuleRecord, level: number, module: string, machine: Machine): Value | null {
  const names = from.path.split("/").slice(0, -level);
  const base = [...names, ...(module === "" ? [] : module.split("."))].join("/");
  const path = fileOf(base, machine);
  return path === null ? null : loadModule(path, machine, nameFrom(from, level, module));
}

/** The name of a module that is imported by its place to another. */
function nameFrom(from: ModuleRecord, level: number, module: string): string | null {
  if (from.name === null) return null;
  const isPackage = from.path.endsWith("/__init__.py");
  const names = from.name.split(".").slice(0, isPackage && level === 1 ? undefined : isPackage ? 1 - level : -level);
  return [...names, ...(module === "" ? [] : [module])].join(".");
}

export function importSubmodule(record: ModuleRecord, name: string, machine: Machine): Value | null {
  if (!record.path.endsWith("/__init__.py")) return null;
  const base = `${record.path.slice(0, -"__init__.py".length)}${name}`;
  const path = fileOf(base, machine);
  return path === null ? null : loadModule(path, machine, record.name === null ? null : `${record.name}.${name}`);
}

/** A module by its file, after the packages that it is in; `null` where there is none, or it is not understood. */
export function importFile(path: string, machine: Machine): Value | null {
  const { readText } = machine.surroundings;
  if (readText(path) === null) return null;
  const names = path.split("/").slice(0, -1);
  const packages = names.map((_, index) => `${names.slice(0, index + 1).join("/")}/__init__.py`);
  const first = packages.findLastIndex((one) => readText(one) === null);
  for (const one of packages.slice(first + 1)) if (one !== path) loadModule(one, machine);
  return loadModule(path, machine);
}

function loadModule(path: string, machine: Machine, name: string | null = null): Value | null {
  const known = machine.modules.get(path);
  if (known?.raised !== undefined) throw known.raised; // it is run again, and most likely to the same end
  if (known !== undefined) return { kind: "module", record: known };
  const text = machine.surroundings.readText(path);
  const syntax = text === null ? null : machine.surroundings.parse(text);
  if (syntax === null) {
    doubtAll(machine, `\`${path}\`, which it imports, is not understood`);
    return null;
  }
  const record = createRecord(path, syntax, false, name);
  machine.modules.set(path, record);
  namesOfModule(record);
  const journal = machine.journal;
  machine.journal = null; // a module is imported once, whatever becomes of the branch that did it
  try {
    runBlock(syntax.body, record.scope, machine);
    record.state = "done";
  } catch (error) {
    if (error instanceof PythonRaise) {
      record.state = "failed";
      record.raised = error;
    }
    throw error;
  } finally {
    machine.journal = journal;
  }
  bindInPackage(record, machine);
  return { kind: "module", record };
}

/** A module that was imported is an attribute of the package that it is in. */
function bindInPackage(record: ModuleRecord, machine: Machine): void {
  const names = record.path.replace(/(\/__init__)?\.py$/, "").split("/");
  const own = names.pop();
  const parent = machine.modules.get([...names, "__init__.py"].join("/"));
  const isPackage =
    parent !== undefined && parent !== record && (!parent.isEntry || machine.surroundings.isPackaged === true);
  if (isPackage && own !== undefined) parent.scope.names.set(own, { kind: "module", record });
}
