import { parseToml } from "../../formats/pyproject.ts";
import { type Table, tableAt } from "../../formats/pyproject-table.ts";

/** What a `dg.toml`, or the `[tool.dg]` of a `pyproject.toml`, says of a project of Dagster's. */
export interface DgProject {
  /** The folder that it stands in. */
  readonly root: string;
  readonly settings: Table;
}

/**
 * The project that a folder is in, as `dagster_shared/utils/config.py` finds it; `null` where the repository has none. `reason`: it cannot
 * be known.
 */
export function findProject(
  folder: string,
  readText: (path: string) => string | null,
): DgProject | { readonly reason: string } | null {
  const names = folder === "" ? [] : folder.split("/");
  for (let count = names.length; count >= 0; count -= 1) {
    const root = names.slice(0, count).join("/");
    for (const [name, at] of [
      ["dg.toml", ["project"]],
      ["pyproject.toml", ["tool", "dg", "project"]],
    ] as const) {
      const path = joined(root, name);
      const text = readText(path);
      if (text === null) continue;
      const parsed = parseToml(text, path);
      if ("problem" in parsed) return { reason: `\`${path}\` is no TOML` };
      if (name === "dg.toml" || tableAt(parsed.table, ["tool", "dg"]) !== null)
        return { root, settings: tableAt(parsed.table, at) ?? {} };
    }
  }
  return null;
}

/** The module whose folder holds the definitions of a project; `null` where it is not said. */
export function defsModuleOf({ settings }: DgProject): string | null {
  const { defs_module: own, root_module: root } = settings;
  if (typeof own === "string" && own !== "") return own;
  return typeof root === "string" && root !== "" ? `${root}.defs` : null;
}

/** A path in a folder, of which `""` is the repository. */
export function joined(folder: string, path: string): string {
  return folder === "" ? path : path === "" ? folder : `${folder}/${path}`;
}
