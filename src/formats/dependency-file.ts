import { declaresElsewhere, dependencyFormOf } from "./dependency-file-name.ts";
import { empty, readPyproject } from "./pyproject.ts";
import { type DependencyFile, readRequirementsFile } from "./requirements-file.ts";

/** Reads a file that lists packages, in the form that its name tells; `null` for all else. Never throws. */
export function readDependencyFile(text: string, path: string): DependencyFile | null {
  switch (dependencyFormOf(path)) {
    case "pyproject":
      return readPyproject(text, path);
    case "requirements":
      return readRequirementsFile(text, path);
    default:
      return declaresElsewhere(path) ? { ...empty(path, "other", []), isOpen: true } : null;
  }
}
