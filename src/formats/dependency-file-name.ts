import { fileNameOf, folderOf } from "./relative-path.ts";
import type { DependencyFile } from "./requirements-file.ts";

export type DependencyFileForm = Extract<DependencyFile["form"], "requirements" | "pyproject">;

/** Whether a file says by its name that it lists packages, and in which form; `null` for all else. */
export function dependencyFormOf(path: string): DependencyFileForm | null {
  const name = fileNameOf(path).toLowerCase();
  if (name === "pyproject.toml") return "pyproject";
  if (!name.endsWith(".txt")) return null;
  if (
    /^(requirements|constraints)([._-][^/]*)?\.txt$/.test(name) ||
    /[._-](requirements|constraints)\.txt$/.test(name)
  ) {
    return "requirements";
  }
  const folder = fileNameOf(folderOf(path)).toLowerCase();
  return folder === "requirements" || folder === "constraints" ? "requirements" : null;
}

/** Files in which packages are declared in a way that is not read here: what they hold is open. */
export function declaresElsewhere(path: string): boolean {
  const name = fileNameOf(path).toLowerCase();
  return /^(setup\.py|setup\.cfg|pipfile|conda\.ya?ml|environment\.ya?ml|requirements\.in)$/.test(name);
}
