import { argumentValue } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { importFile } from "../evaluate/load-module.ts";
import type { Machine, ModuleRecord } from "../evaluate/machine.ts";
import { PythonRaise } from "../evaluate/python-raise.ts";
import type { NativeCall } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import { componentsIn } from "./components.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { importedFile } from "./defs-modules.ts";
import { defsModuleOf, findProject, joined } from "./dg-project.ts";
import { definitionsOfFile } from "./file-definitions.ts";
import { mergedDefinitions, refusedDefinitions, unknownDefinitions } from "./make-dagster.ts";

/** How a folder of definitions is gone through. */
export interface FolderWalk {
  readonly call: NativeCall;
  /** Whether a `definitions.py` stands for the whole folder that it is in. */
  readonly hasKeywordFiles: boolean;
  /** The folder of the whole project's definitions. */
  readonly top: string;
}

const deepest = 20;

/** `load_from_defs_folder` and the `load_defs` before it; `null` for anything else. */
export function loadFromFolder(symbol: string, call: NativeCall): DagsterValue | null {
  if (symbol === "load_from_defs_folder") return loadProject(call);
  if (symbol !== "load_defs") return null;
  const given = argumentValue(call.arguments, "defs_root", 0);
  const flag = argumentValue(call.arguments, "terminate_autoloading_on_keyword_files", 2);
  const hasKeywordFiles = flag === undefined || truthOf(flag);
  if (given?.kind !== "module" || !given.record.path.endsWith("/__init__.py") || hasKeywordFiles === null)
    return unknownDefinitions("the folder of its definitions is not known", call);
  return definitionsOfTop({ call, top: given.record.path.slice(0, -"/__init__.py".length), hasKeywordFiles });
}

/** As `ComponentTree.for_project` in dagster/components/core/component_tree.py. */
function loadProject(call: NativeCall): DagsterValue {
  const given = ["path_within_project", "project_root"].map((name) => argumentValue(call.arguments, name));
  const [place, ...more] = given.filter((one) => one !== undefined && !isNone(one));
  if (place?.kind !== "path" || place.form !== "Path" || more.length > 0 || call.arguments.length > 1)
    return unknownDefinitions("where the project of its definitions is, is not known", call);
  const { readText } = call.machine.surroundings;
  const project = findProject(place.path, readText);
  if (project === null) return unknownDefinitions("the settings of its project are not in the repository", call);
  if ("reason" in project) return unknownDefinitions(project.reason, call);
  const module = defsModuleOf(project);
  if (module === null)
    return refusedDefinitions(
      `The settings of the project in \`${project.root || "."}\` name neither a root module nor one of definitions`,
      call,
    );
  const folder = folderOf(module, project.root, call);
  if (folder === null)
    return unknownDefinitions(`where the module \`${module.slice(0, 100)}\` stands is not known`, call);
  return definitionsOfTop({ call, top: folder, hasKeywordFiles: false });
}

/** The one folder in which a package may stand. */
function folderOf(module: string, root: string, { machine }: NativeCall): string | null {
  const { roots, listFolder, readText } = machine.surroundings;
  if (listFolder === undefined) return null;
  const path = module.replaceAll(".", "/");
  const places = new Set([...roots, root, joined(root, "src")].map((base) => joined(base, path)));
  const found = [...places].filter(
    (place) => readText(`${place}.py`) !== null || (listFolder(place) ?? [""]).length > 0,
  );
  const [only] = found;
  return found.length === 1 && only !== undefined && readText(`${only}.py`) === null ? only : null;
}

/** All that is in the folder of a project's definitions. */
export function definitionsOfTop(walk: FolderWalk): DagsterValue {
  const { call, top } = walk;
  return definitionsAt(top, walk) ?? refusedDefinitions(`There is nothing in \`${top}\` that Dagster loads`, call);
}

/** As `build_filesystem_component_decl_from_context` in dagster/components/core/decl.py; `null` where it finds nothing. */
function definitionsAt(folder: string, walk: FolderWalk, depth = 0): DagsterValue | null {
  const { call, hasKeywordFiles } = walk;
  const names = call.machine.surroundings.listFolder?.(folder) ?? null;
  if (names === null || depth > deepest) return unknownDefinitions(`what is in \`${folder}\` is not known`, call);
  const yaml = ["defs.yaml", "defs.yml", "component.yaml"].find((name) => names.includes(name));
  if (yaml !== undefined)
    return componentsIn(joined(folder, yaml), {
      call,
      module: (path) => definitionsOfPath(path, walk),
      children: () => mergedDefinitions(childrenOf(folder, names, walk, depth), call),
    });
  if (hasKeywordFiles && names.includes("definitions.py") && !names.includes("component.py"))
    return definitionsOfPath(joined(folder, "definitions.py"), walk);
  const found = childrenOf(folder, names, walk, depth);
  return found.length === 0 ? null : mergedDefinitions(found, call);
}

function childrenOf(
  folder: string,
  names: readonly string[],
  walk: FolderWalk,
  depth: number,
): readonly DagsterValue[] {
  return names.flatMap((name): readonly DagsterValue[] => {
    const path = joined(folder, name.replace(/\/$/, ""));
    if (name.startsWith(".") || name === "__pycache__/") return [];
    if (name.endsWith(".py/")) return [unknownDefinitions(`what is in \`${path}\` is not known`, walk.call)];
    const found = name.endsWith("/") ? definitionsAt(path, walk, depth + 1) : definitionsOfFileAt(path, walk);
    return found === null ? [] : [found];
  });
}

function definitionsOfFileAt(path: string, walk: FolderWalk): DagsterValue | null {
  return path.endsWith(".py") ? definitionsOfPath(path, walk) : null;
}

function definitionsOfPath(path: string, { call, top }: FolderWalk): DagsterValue {
  const imported = importedFile(path, top, call.machine);
  if (imported !== null && "refused" in imported)
    return refusedDefinitions(`Python does not import \`${path}\`: ${imported.refused}`, call);
  const found = imported === null ? null : importedModule(imported.path, call.machine);
  if (found === null) return unknownDefinitions(`what \`${path}\` has is not known`, call);
  if (typeof found === "string") return unknownDefinitions(`\`${path}\` seems to raise ${found} on import`, call);
  return definitionsOfFile(found, call);
}

/** A module, or what it raises; `null` where it is not understood. */
function importedModule(path: string, machine: Machine): ModuleRecord | string | null {
  try {
    const found = importFile(path, machine);
    return found?.kind === "module" ? found.record : null;
  } catch (error) {
    if (error instanceof PythonRaise) return error.type;
    throw error;
  }
}
