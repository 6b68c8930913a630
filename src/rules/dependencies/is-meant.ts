import type { Requirement } from "../../formats/requirements-entry.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";
import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import { dashedPrefixes, modulesOf, namesFor } from "./covers.ts";
import { wellKnown } from "./well-known.ts";

/** Whether an entry speaks of a Python package: under `Dependencies:` in a docstring stand tables and other DAGs as well. */
export function isMeant({ form }: DependencyFile, { key, specifier, url }: Requirement, subject: FileSubject): boolean {
  if (form !== "docstring" || specifier !== "" || url !== null) return true;
  const { inventory } = subject;
  if (wellKnown.has(key) || (inventory !== null && Object.hasOwn(inventory.packages, key))) return true;
  const names = namesFor(key, modulesOf(key, inventory) !== null);
  return names.some((name) => namesOfImports(subject).has(name));
}

/** What the imports of a file, and all that they are in, are called in dashes. */
const namesOfImports = onceOf(({ imports }: FileSubject): ReadonlySet<string> => {
  const modules = imports.flatMap(({ module, level }) => (level === 0 && module !== "" ? [module] : []));
  return new Set(modules.flatMap(dashedPrefixes));
});
