import { parse } from "yaml";
import { parseToml } from "./pyproject.ts";
import { isTable, type Table, tableAt } from "./pyproject-table.ts";
import { fileNameOf, folderOf, pathFrom } from "./relative-path.ts";

/** A code location of Dagster, as a file of the repository names it. */
export interface NamedLocation {
  /** Under any of which it may be known. */
  readonly names: readonly string[];
  /** The file that names it. */
  readonly declaredIn: string;
  /** Where its definitions may stand, in the repository; empty where that is not said. */
  readonly files: readonly string[];
}

/** The names of files that name code locations. */
export const namingFiles = ["workspace.yaml", "dagster_cloud.yaml", "pyproject.toml", "dg.toml"] as const;

/** Reads which code locations a file names. Never throws; what is not understood is left out. */
export function readLocationNames(text: string, path: string): readonly NamedLocation[] {
  const [folder, name] = [folderOf(path), fileNameOf(path)];
  const found = name.endsWith(".toml") ? ofToml(text, path, folder) : ofYaml(text, name, folder);
  return found.map((one) => ({ ...one, declaredIn: path }));
}

type Found = Omit<NamedLocation, "declaredIn">;

function ofToml(text: string, path: string, folder: string): readonly Found[] {
  const parsed = parseToml(text, path);
  if ("problem" in parsed) return [];
  const { table } = parsed;
  const ofDg = path.endsWith("dg.toml");
  return [
    ...(ofDg ? [] : ofDagsterTable(tableAt(table, ["tool", "dagster"]), folder)),
    ...ofProject(tableAt(table, ofDg ? ["project"] : ["tool", "dg", "project"]), folder),
  ];
}

/** As dagster/_core/workspace/load_target.py reads it. */
function ofDagsterTable(table: Table | null, folder: string): readonly Found[] {
  const name = stringAt(table, "code_location_name");
  const listed = Array.isArray(table?.modules) ? table.modules.filter(isTable) : [];
  const modules = [stringAt(table, "module_name"), ...listed.map((one) => stringAt(one, "name"))];
  return modules
    .filter((module) => module !== null)
    .map((module) => ({ names: [name ?? module], files: filesOfModule(module, [folder]) }));
}

/** A project of `dg`, which is known by its folder, and to `dagster dev` by its module. */
function ofProject(table: Table | null, folder: string): readonly Found[] {
  const root = stringAt(table, "root_module");
  const own = stringAt(table, "code_location_name");
  if (table === null || root === null) return [];
  const isAutoloaded = table.autoload_defs === true;
  const module = isAutoloaded
    ? (stringAt(table, "defs_module") ?? `${root}.defs`)
    : (stringAt(table, "code_location_target_module") ?? `${root}.definitions`);
  const files = filesOfModule(module, [folder]);
  const names = own === null ? [module, fileNameOf(folder)] : [own];
  return [
    {
      names: names.filter((name) => name !== ""),
      files: isAutoloaded ? files.filter((file) => file.endsWith("/__init__.py")) : files,
    },
  ];
}

function ofYaml(text: string, name: string, folder: string): readonly Found[] {
  const data = parseYaml(text);
  const [key, read] =
    name === "workspace.yaml" ? (["load_from", ofWorkspace] as const) : (["locations", ofCloud] as const);
  const list = isTable(data) && Array.isArray(data[key]) ? data[key].filter(isTable) : [];
  return list.flatMap((one) => read(one, folder));
}

function parseYaml(text: string): unknown {
  try {
    return text.length > 100_000 ? null : parse(text, { maxAliasCount: 20, logLevel: "error" });
  } catch {
    return null; // it is no YAML, which another rule says
  }
}

/** As dagster/_core/workspace/load.py reads it. */
function ofWorkspace(entry: Table, folder: string): readonly Found[] {
  return Object.entries(entry).flatMap(([form, value]): readonly Found[] => {
    const table = isTable(value) ? value : null;
    const target = typeof value === "string" ? value : stringAt(table, targetKeys.get(form) ?? "module_name");
    const name = stringAt(table, "location_name");
    if (target === null) return name === null ? [] : [{ names: [name], files: [] }];
    return [{ names: [name ?? nameOf(form, target, table)], files: filesOf(form, target, table, folder) }];
  });
}

/** What each form of entry names its target by, where it is not `module_name`. */
const targetKeys: ReadonlyMap<string, string> = new Map([
  ["python_file", "relative_path"],
  ["python_package", "package_name"],
]);

function nameOf(form: string, target: string, table: Table | null): string {
  const attribute = stringAt(table, "attribute");
  const base = form === "python_file" ? fileNameOf(target) : target;
  return attribute === null ? base : `${base}:${attribute}`;
}

function filesOf(form: string, target: string, table: Table | null, folder: string): readonly string[] {
  if (form === "autoload_defs_module") return [];
  if (form === "python_file") return present([pathFrom(folder, target)]);
  return filesOfModule(target, [pathFrom(folder, stringAt(table, "working_directory") ?? ""), folder]);
}

/** As Dagster's own cloud reads it. */
function ofCloud(entry: Table, folder: string): readonly Found[] {
  const name = stringAt(entry, "location_name");
  const source = isTable(entry.code_source) ? entry.code_source : null;
  if (name === null) return [];
  const build = isTable(entry.build) ? stringAt(entry.build, "directory") : null;
  const bases = [build, stringAt(entry, "working_directory"), ""].map((one) => pathFrom(folder, one ?? ""));
  const file = stringAt(source, "python_file");
  const module = stringAt(source, "module_name") ?? stringAt(source, "package_name");
  const files =
    file !== null
      ? bases.map((base) => (base === null ? null : pathFrom(base, file)))
      : module !== null
        ? filesOfModule(module, bases)
        : [];
  return [{ names: [name], files: present(files) }];
}

function filesOfModule(module: string, bases: readonly (string | null)[]): readonly string[] {
  const path = module.replaceAll(".", "/");
  const places = bases.flatMap((base) => (base === null ? [] : [pathFrom(base, path), pathFrom(base, `src/${path}`)]));
  return [...new Set(present(places).flatMap((place) => [`${place}.py`, `${place}/__init__.py`]))];
}

function present(paths: readonly (string | null)[]): readonly string[] {
  return [...new Set(paths.filter((path) => path !== null))];
}

function stringAt(table: Table | null, key: string): string | null {
  const value = table !== null && Object.hasOwn(table, key) ? table[key] : null;
  return typeof value === "string" && value !== "" ? value : null;
}
