import { mightContainDag } from "../../python/dag-discovery.ts";
import type { ModuleImport } from "../../python/import-list.ts";
import { airflowOfNode } from "../structure/airflow-of-node.ts";
import type { FileSubject } from "../subject.ts";

/** When an import is tried on the node: as soon as the file is loaded, or perhaps later, or by something else. */
export type Moment = "load" | "later";

/** The imports that fail when the module is not there; of tests, which the node does not run, none. */
export function triedImports(subject: FileSubject, moment: Moment): readonly ModuleImport[] {
  if (isTest(subject.path)) return [];
  const isLoaded = isLoadedByAirflow(subject) || isCodeLocation(subject);
  return subject.imports.filter(({ isGuarded, isTypeOnly, place }) => {
    if (isGuarded || isTypeOnly || place === "elsewhere") return false;
    return (place === "module" && isLoaded ? "load" : "later") === moment;
  });
}

function isTest(path: string): boolean {
  return (
    /(^|\/)(tests?|testing)\//.test(path) || /(^|\/)(test_[^/]*|[^/]*_test|conftest|setup|noxfile)\.py$/.test(path)
  );
}

/** As one of its DAG files, or as a plugin. */
function isLoadedByAirflow({ isIgnored, text, path, inventory }: FileSubject): boolean {
  if (isIgnored) return false;
  return mightContainDag(text, airflowOfNode(inventory) === 2 ? 2 : 3) || isPlugin(path);
}

/** Airflow loads whatever stands there. */
function isPlugin(path: string): boolean {
  return /(^|\/)plugins\//.test(path);
}

function isCodeLocation({ imports, inventory }: FileSubject): boolean {
  const isDagster = ({ module, level }: ModuleImport): boolean => level === 0 && /^dagster(\.|$)/.test(module);
  return inventory !== null && Object.hasOwn(inventory.packages, "dagster") && imports.some(isDagster);
}
