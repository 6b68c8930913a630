import type { Statement } from "../syntax/ast.ts";
import { externalNamed } from "./externals.ts";
import {
  assign,
  createRecord,
  doubtAll,
  type Machine,
  type ModuleRecord,
  raise,
  type Surroundings,
} from "./machine.ts";
import { namesOfModule } from "./names.ts";
import { isHarmless, isStandard } from "./packages.ts";
import { PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";
import type { Scope } from "./scope.ts";
import { stringOf, type Value } from "./value.ts";

export function runImport(statement: Extract<Statement, { kind: "import" }>, scope: Scope, machine: Machine): void {
  for (const { name, alias } of statement.names) {
    const [root = name] = name.split(".");
    const found = importModule(name, machine);
    if (found === null) noteImport(name, machine);
    const whole = found ?? externalNamed(name);
    if (alias !== null) assign(machine, scope, alias, whole);
    else assign(machine, scope, root, importModule(root, machine) ?? externalNamed(root));
  }
}

export function runImportFrom(
  statement: Extract<Statement, { kind: "import-from" }>,
  scope: Scope,
  machine: Machine,
): void {
  const { level, module } = statement;
  const isEntry = scope.record.isEntry;
  if (level > 0 && isEntry && machine.surroundings.isPackaged !== true) {
    // Airflow gives a DAG file's module a name of its own, outside any package.
    raise("ImportError", "attempted relative import with no known parent package", statement, scope, true);
  }
  const record = level > 0 ? importRelative(scope.record, level, module, machine) : importModule(module, machine);
  const path = level > 0 ? `${".".repeat(level)}${module}` : module;
  if (statement.names === null) {
    importAll(record, path, scope, machine);
    return;
  }
  if (record === null) for (const { name } of statement.names) noteImport(`${path}.${name}`, machine);
  for (const { name, alias } of statement.names) {
    const alone = record === null ? importFromFolder(scope.record, level, module, name, machine) : null;
    assign(machine, scope, alias ?? name, alone ?? memberOf(record, path, name, machine));
  }
}

/** Whether something of a package is there is not known, unless every version has it. */
function noteImport(name: string, machine: Machine): void {
  const isSure = machine.surroundings.airflow === 3 && /^airflow\.sdk(\.\w+)?$/.test(name);
  const isOld = isStandard(name) && !/^(tomllib|distutils|imp|zoneinfo)$/.test(name) && !name.includes(".");
  if (!isSure && !isOld && !/^airflow(\.DAG)?$/.test(name)) machine.surprises += 1;
}

/** A module of a folder that has no `__init__.py`, and is a package nevertheless; looked for in code locations alone. */
function importFromFolder(
  from: ModuleRecord,
  level: number,
  module: string,
  name: string,
  machine: Machine,
): Value | null {
  const { surroundings } = machine;
  const { listFolder, isPackaged } = surroundings;
  if (isPackaged !== true || listFolder === undefined) return null;
  const inner = module === "" ? name : `${module}.${name}`;
  if (level > 0) return importRelative(from, level, inner, machine);
  const isFolder = placesOf(module, surroundings).some((base) => (listFolder(base) ?? []).length > 0);
  return isFolder ? importModule(inner, machine) : null;
}

function memberOf(module: Value | null, path: string, name: string, machine: Machine): Value {
  if (module?.kind === "module") {
    const found = module.record.scope.names.get(name) ?? importSubmodule(module.record, name, machine);
    if (found !== undefined && found !== null) return found;
    doubtAll(machine, `\`${name}\` is not found in \`${path}\``);
    return { kind: "unknown", text: name, isForeign: true, candidates: [] };
  }
  return externalNamed(`${path}${path.endsWith(".") ? "" : "."}${name}`);
}

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
  return loadModule(path, machine);
}

/** The file of a module: where there are both, Python imports the package. */
function fileOf(base: string, { surroundings }: Machine): string | null {
  return [`${base}/__init__.py`, `${base}.py`].find((path) => surroundings.readText(path) !== null) ?? null;
}

/** Where in the repository a module may stand, without the end of its name. */
function placesOf(name: string, { roots, namespaces = [] }: Surroundings): readonly string[] {
  const [top, ...inner] = name.split(".");
  const ofRepository = top !== undefined && inner.length > 0 && namespaces.includes(top) ? [inner.join("/")] : [];
  const relative = name.replaceAll(".", "/");
  return [...roots.map((root) => (root === "" ? relative : `${root}/${relative}`)), ...ofRepository];
}

function importRelative(from: ModuleRecord, level: number, module: string, machine: Machine): Value | null {
  const names = from.path.split("/").slice(0, -level);
  const base = [...names, ...(module === "" ? [] : module.split("."))].join("/");
  const path = fileOf(base, machine);
  return path === null ? null : loadModule(path, machine);
}

export function importSubmodule(record: ModuleRecord, name: string, machine: Machine): Value | null {
  if (!record.path.endsWith("/__init__.py")) return null;
  const base = `${record.path.slice(0, -"__init__.py".length)}${name}`;
  const path = fileOf(base, machine);
  return path === null ? null : loadModule(path, machine);
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

function loadModule(path: string, machine: Machine): Value | null {
  const known = machine.modules.get(path);
  if (known !== undefined) return { kind: "module", record: known };
  const text = machine.surroundings.readText(path);
  const syntax = text === null ? null : machine.surroundings.parse(text);
  if (syntax === null) {
    doubtAll(machine, `\`${path}\`, which it imports, is not understood`);
    return null;
  }
  const record = createRecord(path, syntax, false);
  machine.modules.set(path, record);
  namesOfModule(record);
  const journal = machine.journal;
  machine.journal = null; // a module is imported once, whatever becomes of the branch that did it
  try {
    runBlock(syntax.body, record.scope, machine);
    record.state = "done";
  } catch (error) {
    if (error instanceof PythonRaise) record.state = "failed";
    throw error;
  } finally {
    machine.journal = journal;
  }
  return { kind: "module", record };
}

function importAll(module: Value | null, path: string, scope: Scope, machine: Machine): void {
  if (module?.kind !== "module") {
    assign(machine, scope, "*", { kind: "unknown", text: path, isForeign: !isHarmless(path), candidates: [] });
    if (!isHarmless(path)) doubtAll(machine, `\`from ${path.slice(0, 60)} import *\` can bring DAGs in`);
    return;
  }
  const { names } = module.record.scope;
  const all = names.get("__all__");
  const listed = all?.kind === "list" || all?.kind === "tuple" ? new Set(all.items.map(stringOf)) : null;
  for (const [name, value] of names) {
    if (listed === null ? !name.startsWith("_") : listed.has(name)) assign(machine, scope, name, value);
  }
}
