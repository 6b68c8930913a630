import { createMachine, createRecord, type Surroundings } from "../evaluate/machine.ts";
import { BudgetSpent } from "../evaluate/python-raise.ts";
import { runModule } from "../evaluate/run-module.ts";
import type { ModuleSyntax } from "../syntax/ast.ts";
import { assembleLocation } from "./assemble-location.ts";
import { autoloadedFolder } from "./autoloaded.ts";
import type { CodeLocation } from "./dagster-model.ts";
import { joined } from "./dg-project.ts";
import { unknownLocation } from "./unknown-location.ts";

/** Whether a file may be a code location: others are not worth a closer look. */
export function mightBeLocation(text: string): boolean {
  return /dagster/.test(text) && /Definitions|definitions|repository|load_(defs|from)|\b(job|graph|asset)\b/.test(text);
}

/** Where the packages of a code location are imported from: its own, and those of the project that it is in. */
function rootsOf(path: string, { roots, readText }: Pick<Surroundings, "roots" | "readText">): readonly string[] {
  const folders = foldersAbove(path);
  const own = folders.find((folder) => readText(joined(folder, "__init__.py")) === null) ?? "";
  const project = folders.find((folder) => readText(joined(folder, "pyproject.toml")) !== null);
  return [...new Set([...roots, own, ...(project === undefined ? [] : [project, joined(project, "src")])])];
}

/** The folders that a file is in, from its own to the repository (`""`). */
function foldersAbove(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return [...names.map((_, index) => names.slice(0, names.length - index).join("/")), ""];
}

/** Reads a module as the code location that Dagster would make of it. */
export function readCodeLocation(
  syntax: ModuleSyntax | null,
  path: string,
  surroundings: Omit<Surroundings, "airflow">,
): CodeLocation | null {
  if (syntax === null) return unknownLocation("it has syntax that is not understood");
  const reads = new Set<string>();
  const machine = createMachine({
    ...surroundings,
    airflow: 3,
    isPackaged: true,
    roots: rootsOf(path, surroundings),
    readText: (wanted) => {
      const text = surroundings.readText(wanted);
      if (text !== null && wanted !== path) reads.add(wanted);
      return text;
    },
  });
  try {
    const record = createRecord(path, syntax, true);
    machine.modules.set(path, record);
    const raised = runModule(record, machine);
    const location = assembleLocation(record, machine, raised, autoloadedFolder(path, machine.surroundings.readText));
    return location === null ? null : { ...location, reads: [...reads].sort() };
  } catch (error) {
    if (error instanceof BudgetSpent) return unknownLocation(error.message);
    if (error instanceof RangeError) return unknownLocation("it is nested too deeply");
    throw error;
  }
}
