import { noteMissingName } from "../dagster/refused/missing-names.ts";
import type { Statement } from "../syntax/ast.ts";
import { externalNamed } from "./externals.ts";
import { iterate } from "./iterate.ts";
import { importModule, importRelative, importSubmodule, placesOf } from "./load-module.ts";
import { assign, doubtAll, type Machine, type ModuleRecord, raise } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { mayLackName } from "./package-names.ts";
import { isHarmless, isStandard } from "./packages.ts";
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
    if (found === null) noteMissingName(name, "ImportError", { place: statement, scope, machine });
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
      noteMissingName(`${module}.${name}`, "ImportError", { place: statement, scope, machine });
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
