import type { Requirement } from "../../formats/requirements-entry.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";
import type { FileSubject } from "../subject.ts";
import { covers } from "./covers.ts";
import { wellKnown } from "./well-known.ts";

/** Whether an entry speaks of a Python package: under `Dependencies:` in a docstring stand tables and other DAGs as well. */
export function isMeant({ form }: DependencyFile, { key, specifier, url }: Requirement, subject: FileSubject): boolean {
  if (form !== "docstring" || specifier !== "" || url !== null) return true;
  const { imports, inventory } = subject;
  if (wellKnown.has(key) || (inventory !== null && Object.hasOwn(inventory.packages, key))) return true;
  return imports.some(({ module, level }) => level === 0 && module !== "" && covers(key, module, inventory) === "yes");
}
