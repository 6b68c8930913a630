import type { Machine } from "../evaluate/machine.ts";
import { joined } from "./dg-project.ts";

/** `path`: what Python imports. `refused`: why it would not. `null`: that is not known. */
export type ImportedFile = { readonly path: string } | { readonly refused: string } | null;

/**
 * What Python imports where Dagster asks for a file of a folder of definitions by the name of its module, as
 * `defs_relative_module_name` in dagster/components/core/context.py makes it: a package goes before a module, and a module before a
 * folder that is no package.
 */
export function importedFile(path: string, top: string, machine: Machine): ImportedFile {
  const inside = path.slice(top === "" ? 0 : top.length + 1).split("/");
  let folder = top;
  for (const [index, name] of inside.entries()) {
    const isFile = index === inside.length - 1;
    if (isFile && name === "__init__.py") return { path };
    const own = isFile ? name.replace(/\.py$/, "") : name;
    const found = standsFor(own, folder, machine);
    if (found === null) return null;
    if (found === "dotted") return { refused: "the name of the file, or of a folder that it is in, has a dot" };
    if (isFile) return { path: found === "package" ? `${joined(folder, own)}/__init__.py` : path };
    if (found === "module") return { refused: `\`${joined(folder, own)}.py\` stands before the folder` };
    folder = joined(folder, name);
  }
  return null;
}

/** What of a folder has the name of a module; `dotted`: nothing may have. */
function standsFor(
  name: string,
  folder: string,
  { surroundings }: Machine,
): "package" | "module" | "folder" | "dotted" | null {
  const list = (path: string): readonly string[] | null => surroundings.listFolder?.(path) ?? null;
  const names = list(folder);
  if (names === null) return null;
  const [first = name] = name.split(".");
  if (first !== name) return names.includes(`${first}.py`) || names.includes(`${first}/`) ? null : "dotted";
  if (names.some((one) => one.startsWith(`${name}.`) && /\.(so|pyd)$/.test(one))) return null;
  const inner = names.includes(`${name}/`) ? list(joined(folder, name)) : [];
  if (inner === null) return null;
  if (inner.includes("__init__.py")) return "package";
  if (inner.some((one) => one.startsWith("__init__."))) return null;
  return names.includes(`${name}.py`) ? "module" : "folder";
}
