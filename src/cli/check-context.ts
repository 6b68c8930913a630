import { basename, dirname } from "node:path";
import type { FileToInspect } from "../analysis/inspector.ts";
import { isJobSchemaPath } from "../rules/jobs/job-schema-path.ts";
import type { TreePath } from "../rules/subject.ts";
import { grepFiles, type LocalChange, type LocalRepository } from "./check-git.ts";
import type { KindOf } from "./check-settings.ts";

/** More names are not searched for, and more files not compared. */
const most = 200;

/** Files that are not checked themselves, but of which a job request may speak: DAGs, schemas of parameters, other requests. */
export function listFilesOfJobs(
  tree: readonly TreePath[],
  kindOf: KindOf,
  files: readonly FileToInspect[],
): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  const isRequest = (path: string): boolean => /\.ya?ml$/.test(path) && kindOf(path) === "job";
  return tree
    .map(({ path }) => path)
    .filter((path) => !known.has(path) && (isDagFile(path, kindOf) || isJobSchemaPath(path) || isRequest(path)));
}

/** DAG files that the changes do not touch, but that may import or read what they do: those with its name in them. */
export async function listMayRead(
  repository: LocalRepository,
  changes: readonly LocalChange[],
  kindOf: KindOf,
): Promise<readonly string[]> {
  const touched = new Set(changes.flatMap(({ path, previousPath }) => [path, previousPath ?? path]));
  const names = [...new Set([...touched].map(nameInCode))].filter((name) => name !== "").slice(0, most);
  if (names.length === 0) return [];
  const found = await grepFiles(repository, names);
  return found.filter((path) => !touched.has(path) && isDagFile(path, kindOf)).slice(0, most);
}

/** What must stand in a file that imports or reads another one; all that Airflow finds depends on what it ignores. */
function nameInCode(path: string): string {
  const name = basename(path);
  if (name === ".airflowignore") return "airflow";
  const stem = name.replace(/(?<=.)\..*$/, "");
  return stem === "__init__" ? basename(dirname(path)) : stem;
}

/** Whether all DAG files of a tree are among some files. */
export function holdsAllDags(tree: readonly TreePath[], files: ReadonlySet<string>, kindOf: KindOf): boolean {
  return tree.every(({ path }) => files.has(path) || !isDagFile(path, kindOf));
}

function isDagFile(path: string, kindOf: KindOf): boolean {
  return /\.(?:py|zip)$/.test(path) && kindOf(path) === "dag";
}
