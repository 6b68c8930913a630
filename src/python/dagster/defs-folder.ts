import { argumentValue } from "../evaluate/arguments.ts";
import { importFile } from "../evaluate/import.ts";
import { isNone, type NativeCall } from "../evaluate/value.ts";
import { componentsIn } from "./components.ts";
import { isTrue } from "./constants.ts";
import type { DagsterValue } from "./dagster-values.ts";
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
  if (given?.kind !== "module" || !given.record.path.endsWith("/__init__.py"))
    return unknownDefinitions("the folder of its definitions is not known", call);
  const flag = argumentValue(call.arguments, "terminate_autoloading_on_keyword_files", 2);
  const folder = given.record.path.slice(0, -"/__init__.py".length);
  return definitionsAt(folder, { call, top: folder, hasKeywordFiles: flag === undefined || isTrue(flag) });
}

/** As `ComponentTree.for_project` in dagster/components/core/component_tree.py. */
function loadProject(call: NativeCall): DagsterValue {
  const given = ["path_within_project", "project_root"].map((name) => argumentValue(call.arguments, name));
  const place = given.find((one) => one !== undefined && !isNone(one));
  if (place?.kind !== "path") return unknownDefinitions("where the project of its definitions is, is not known", call);
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
  return definitionsAt(folder, { call, top: folder, hasKeywordFiles: false });
}

/** The one folder in which a package may stand. */
function folderOf(module: string, root: string, { machine }: NativeCall): string | null {
  const { roots, listFolder } = machine.surroundings;
  if (listFolder === undefined) return null;
  const path = module.replaceAll(".", "/");
  const places = new Set([...roots, root, joined(root, "src")].map((base) => joined(base, path)));
  const found = [...places].filter((place) => (listFolder(place) ?? [""]).length > 0);
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

/** As `build_filesystem_component_decl_from_context` in dagster/components/core/decl.py. */
function definitionsAt(folder: string, walk: FolderWalk, depth = 0): DagsterValue {
  const { call, hasKeywordFiles } = walk;
  const names = call.machine.surroundings.listFolder?.(folder) ?? null;
  if (names === null || depth > deepest) return unknownDefinitions(`what is in \`${folder}\` is not known`, call);
  const yaml = ["defs.yaml", "defs.yml", "component.yaml"].find((name) => names.includes(name));
  if (yaml !== undefined)
    return componentsIn(joined(folder, yaml), {
      call,
      module: (path) => definitionsOfPath(path, call),
      children: () => childrenOf(folder, names, walk, depth),
    });
  if (hasKeywordFiles && names.includes("definitions.py") && !names.includes("component.py"))
    return definitionsOfPath(joined(folder, "definitions.py"), call);
  return childrenOf(folder, names, walk, depth);
}

function childrenOf(folder: string, names: readonly string[], walk: FolderWalk, depth: number): DagsterValue {
  const { call } = walk;
  const found = names.flatMap((name): readonly DagsterValue[] => {
    const path = joined(folder, name.replace(/\/$/, ""));
    if (name.startsWith(".") || name === "__pycache__/") return [];
    if (name.endsWith(".py/")) return [unknownDefinitions(`what is in \`${path}\` is not known`, call)];
    if (name.endsWith("/")) return [definitionsAt(path, walk, depth + 1)];
    return name.endsWith(".py") ? [definitionsOfPath(path, call)] : [];
  });
  return mergedDefinitions(found, call);
}

function definitionsOfPath(path: string, call: NativeCall): DagsterValue {
  if (/\.[^/]*\.py$/.test(path))
    return refusedDefinitions(`\`${path}\` has a dot in its name, by which Python does not import it`, call);
  const found = importFile(path, call.machine);
  if (found?.kind !== "module") return unknownDefinitions(`what \`${path}\` has is not known`, call);
  return definitionsOfFile(found.record, call);
}
