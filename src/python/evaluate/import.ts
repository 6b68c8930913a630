import { noteMissingName } from "../dagster/refused/missing-names.ts";
import type { Statement } from "../syntax/ast.ts";
import { externalNamed } from "./externals.ts";
import { iterate } from "./iterate.ts";
import {
  assign,
  createRecord,
  doubtAll,
  type Machine,
  type ModuleRecord,
  raise,
  type Surroundings,
} from "./machine.ts";
import { unknown } from "./make-values.ts";
import { namesOfModule } from "./names.ts";
import { mayLackName } from "./package-names.ts";
import { isHarmless, isStandard } from "./packages.ts";
import { PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

export function runImport(statement: Extract<Statement, { kind: "import" }>, scope: Scope, machine: Machine): void {
  for (const { name, alias } of statement.names) {
    const [root = name] = name.split(".");
    const found = importModule(name, machine);
    if (found === null) {
      machine.imported.add(name);
      noteImport(name, machine);
    }
    if (found === null) noteMissingName(name, "ImportError", statement, scope, machine);
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
  refuseFuture(statement, scope);
  const record = level > 0 ? importRelative(scope.record, level, module, machine) : importModule(module, machine);
  const path = level > 0 ? `${".".repeat(level)}${module}` : module;
  if (statement.names === null) {
    importAll(record, path, scope, machine);
    return;
  }
  if (record === null) for (const { name } of statement.names) noteImport(`${path}.${name}`, machine);
  for (const { name, alias } of statement.names) {
    const alone = record === null ? importFromFolder(scope.record, level, module, name, machine) : null;
    if (record === null && alone === null && level === 0)
      noteMissingName(`${module}.${name}`, "ImportError", statement, scope, machine);
    if (record === null && alone === null && isMissing(level, module, machine))
      doubtAll(machine, `\`${path.slice(0, 100)}\`, which is imported, is not in the repository`);
    assign(machine, scope, alias ?? name, alone ?? memberOf(record, path, name, machine));
  }
}

/** What `__future__` has, whatever the version. */
const features =
  /^(nested_scopes|generators|division|absolute_import|with_statement|print_function|unicode_literals|barry_as_FLUFL|generator_stop|annotations)$/;

function refuseFuture(statement: Extract<Statement, { kind: "import-from" }>, scope: Scope): void {
  if (statement.level > 0 || statement.module !== "__future__") return;
  const odd = statement.names?.find(({ name }) => !features.test(name));
  if (odd !== undefined) raise("SyntaxError", `future feature ${odd.name} is not defined`, statement, scope, true);
}

/** Whether a module of the repository's own is surely meant, and not there; looked for in code locations alone. */
function isMissing(level: number, module: string, machine: Machine): boolean {
  if (machine.surroundings.isPackaged !== true) return false;
  const [root = ""] = module.split(".");
  return level > 0 || (root !== module && importModule(root, machine) !== null);
}

/** Whether something of a package is there is not known, unless every version has it. */
function noteImport(name: string, machine: Machine): void {
  const isSure = machine.surroundings.airflow === 3 && /^airflow\.sdk(\.\w+)?$/.test(name);
  const isOld = isStandard(name) && !/^(tomllib|distutils|imp|zoneinfo)$/.test(name) && !name.includes(".");
  if (isSure || isOld || /^airflow(\.DAG)?$/.test(name)) return;
  machine.surprises += 1;
  if (!mayLackName(name)) machine.excused += 1;
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
    machine.surprises += 1; // it may raise
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
  return loadModule(path, machine, name);
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

function importAll(module: Value | null, path: string, scope: Scope, machine: Machine): void {
  if (module?.kind !== "module") {
    assign(machine, scope, "*", { kind: "unknown", text: path, isForeign: !isHarmless(path), candidates: [] });
    if (!isHarmless(path)) doubtAll(machine, `\`from ${path.slice(0, 60)} import *\` can bring DAGs in`);
    return;
  }
  const { names } = module.record.scope;
  const all = names.get("__all__");
  const listed = all === undefined ? null : iterate(all, machine)?.map(stringOf);
  if (listed === undefined || listed?.includes(null) === true) {
    doubtAll(machine, `which names \`from ${path.slice(0, 60)} import *\` brings is not known`);
    assign(machine, scope, "*", unknown(path, true));
    for (const [name, value] of names) assign(machine, scope, name, unknown(name, true, [value]));
    return;
  }
  for (const name of listed ?? [...names.keys()].filter((one) => !one.startsWith("_")))
    if (name !== null) assign(machine, scope, name, memberOf(module, path, name, machine));
}
