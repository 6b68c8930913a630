import { quoteName } from "../../formats/did-you-mean.ts";
import type { ModuleImport } from "../../python/import-list.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import type { TreeListing } from "../tree-listing.ts";
import { findLacking } from "./find-module.ts";
import { topOf } from "./judge-import.ts";
import { triedImports } from "./tried-imports.ts";
import { wellKnown } from "./well-known.ts";

const dag = (module: string): string => `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG
      from common.${module} import RETRIES

      with DAG("nightly", schedule=None):
          EmptyOperator(task_id="load", retries=RETRIES)
    `;
const context = [
  { path: "dags/common/__init__.py", text: "" },
  { path: "dags/common/defaults.py", text: "RETRIES = 2" },
];

export const moduleGone = defineRule<{ lacking: string; place: string }>({
  id: "DEP-015",
  name: "module-gone",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A module is imported that a package of the repository does not have.",
  why: "The package is there and the module is not: it was moved, removed or misspelt, and the import fails on the node. Looked into are packages beside the file and in the folders above it; at the top of the repository only where the node's inventory tells that none of this name is installed. Without an inventory the package must look like the repository's own: the file takes something else from it, or stands beside a folder that has an `__init__.py`; else it is said that it cannot be known, as `dags/weaviate` may as well hold DAGs that use the installed `weaviate`. What a build writes (`_version`, `…_pb2`) is left alone, and so are imports that the file copes without.",
  message: ({ lacking, place }) => `The repository has no ${quoteName(lacking)}: there is none in ${quoteName(place)}.`,
  remedy: () => "Name the module as it is called now, or bring it back.",
  bad: { path: "dags/example.py", text: dag("settings"), context },
  good: { path: "dags/example.py", text: dag("defaults"), context },
  check(subject, report) {
    const { tree } = subject;
    if (tree === null) return;
    for (const one of [...triedImports(subject, "load"), ...triedImports(subject, "later")]) {
      const isBeside = one.level > 0;
      const gone = isBeside ? findGoneBeside(tree, subject, one) : findGone(tree, subject, one);
      if (gone === null) continue;
      // Without an inventory a package of the same name may be installed.
      if (isBeside || subject.inventory !== null) report(one.span, gone);
      else if (isOwn(tree, subject, one, gone)) report(one.span, gone, "medium");
      else report.indeterminate(unknownHome(one, gone));
    }
  },
});

interface Gone {
  readonly lacking: string;
  /** Where it should be. */
  readonly place: string;
}

/** `from ..a import b`: only where the file is a part of a package can it be there. */
function findGoneBeside(tree: TreeListing, { path, module }: FileSubject, one: ModuleImport): Gone | null {
  if (module?.failures.some(({ message }) => message.startsWith("attempted relative import"))) return null; // it fails anyway
  const folders = path.split("/").slice(0, -one.level);
  if (path.split("/").length < one.level) return null;
  const steps = one.module === "" ? [] : one.module.split(".");
  return walk(tree, folders.join("/"), steps, one.names);
}

/** Airflow's folder of DAGs is the last on Python's path: `google` is the installed one, whatever `dags/google` holds. */
const isWellKnown: ReadonlySet<string> = new Set([...wellKnown.values()].flat().map(topOf));

function findGone(tree: TreeListing, subject: FileSubject, { module, names }: ModuleImport): Gone | null {
  const { inventory, path } = subject;
  const top = topOf(module);
  if (inventory === null ? isWellKnown.has(top) : findLacking(inventory, top, null) === null) return null;
  const inner = module.split(".").slice(1);
  const homes = foldersAbove(path).filter((folder) => tree.hasFolder(below(folder, top)));
  if (homes.length === 0 || (inventory === null && homes.includes(""))) return null;
  const gone = homes.map((folder) =>
    tree.find(below(folder, `${top}.py`)) === null ? walk(tree, below(folder, top), inner, names) : null,
  );
  return gone.includes(null) ? null : (gone[0] ?? null);
}

/** Whether the file itself shows that a package of this name is the repository's own. */
function isOwn(tree: TreeListing, { path, imports }: FileSubject, { module }: ModuleImport, { place }: Gone): boolean {
  const top = topOf(module);
  const homes = foldersAbove(path).map((folder) => below(folder, top));
  if (!homes.includes(place)) return true; // a part of the way is there
  if (!path.startsWith(`${place}/`) && tree.find(`${place}/__init__.py`) !== null) return true;
  return imports.some((other) => {
    const steps = other.module.split(".").slice(1);
    return (
      other.level === 0 && topOf(other.module) === top && steps.length > 0 && walk(tree, place, steps, null) === null
    );
  });
}

function unknownHome({ module }: ModuleImport, { lacking, place }: Gone): string {
  const top = quoteName(topOf(module));
  return `whether ${top} is an installed package cannot be known without an inventory of the node: ${quoteName(place)} has no ${quoteName(lacking)}`;
}

/** What is missing on the way from a folder to a module; `null` where nothing is, or where that cannot be known. */
function walk(
  tree: TreeListing,
  start: string,
  steps: readonly string[],
  names: readonly string[] | null,
): Gone | null {
  let folder = start;
  for (const [index, step] of steps.entries()) {
    const place = below(folder, step);
    if (!tree.hasFolder(place)) {
      const isThere = hasFile(tree, place) || isWritten(step);
      return isThere && index === steps.length - 1 ? null : gone(step, folder, isThere);
    }
    folder = place;
  }
  if (names === null || tree.find(below(folder, "__init__.py")) !== null) return null;
  const lacking = names.find((name) => {
    const place = below(folder, name);
    return !tree.hasFolder(place) && !isWritten(name) && !hasFile(tree, place);
  });
  return lacking === undefined || folder === "" ? null : gone(lacking, folder, false);
}

/** A module that has no modules in it may hold anything under the name of one. */
function gone(step: string, folder: string, isThere: boolean): Gone | null {
  return isThere || folder === "" ? null : { lacking: step, place: folder };
}

/** Also a link, a submodule, or a module that is compiled: `_x.cpython-312-x86_64-linux-gnu.so`. */
function hasFile(tree: TreeListing, place: string): boolean {
  return tree.find(place) !== null || tree.hasBeginning(`${place}.`);
}

/** What a build writes. */
function isWritten(name: string): boolean {
  return /^_?version_?$|_pb2(_grpc)?$|^_?generated$/.test(name);
}

function foldersAbove(path: string): readonly string[] {
  const folders = path.split("/").slice(0, -1);
  return [...folders.map((_, index) => folders.slice(0, index + 1).join("/")), ""];
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
