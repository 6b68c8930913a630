import { type Machine, type ModuleRecord, textOf } from "../evaluate/machine.ts";
import type { Expression } from "../syntax/ast.ts";
import { definitionsOfTop } from "./defs-folder.ts";
import { defsModuleOf, findProject, joined } from "./dg-project.ts";
import type { Targets } from "./location-targets.ts";

/** Whether a file may be the package of a folder that Dagster loads by itself, whatever is in it. */
export function isDefsPackage(path: string): boolean {
  return /(^|\/)defs\/__init__\.py$/.test(path);
}

/** The folder of a package that Dagster loads by itself, as `autoload_defs` in the settings of its project says; else `null`. */
export function autoloadedFolder(path: string, readText: (path: string) => string | null): string | null {
  if (!isDefsPackage(path)) return null;
  const folder = path.slice(0, -"/__init__.py".length);
  const project = findProject(folder, readText);
  if (project === null || "reason" in project || project.settings.autoload_defs !== true) return null;
  const place = defsModuleOf(project)?.replaceAll(".", "/");
  const isIts = place !== undefined && ["", "src"].some((base) => joined(joined(project.root, base), place) === folder);
  return isIts ? folder : null;
}

/** What Dagster loads of such a folder, as `autodefs_module_target` in dagster/_core/workspace/autodiscovery.py does. */
export function targetsOfFolder(folder: string, { scope }: ModuleRecord, machine: Machine): Targets {
  const place: Expression = { kind: "constant", constant: { type: "none" }, start: 0, end: 0 };
  const call = { machine, arguments: [], place, text: textOf(place, scope), scope };
  const value = definitionsOfTop({ call, top: folder, hasKeywordFiles: true });
  return { form: "definitions", values: [value], names: [] };
}
