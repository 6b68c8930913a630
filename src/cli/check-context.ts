import type { FileToInspect } from "../analysis/inspector.ts";
import { isJobSchemaPath } from "../rules/jobs/job-schema-path.ts";
import type { TreePath } from "../rules/tree-listing.ts";
import type { KindOf } from "./check-settings.ts";

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

/** Whether all DAG files of a tree are among some files. */
export function holdsAllDags(tree: readonly TreePath[], files: ReadonlySet<string>, kindOf: KindOf): boolean {
  return tree.every(({ path }) => files.has(path) || !isDagFile(path, kindOf));
}

export function isDagFile(path: string, kindOf: KindOf): boolean {
  return /\.(?:py|zip)$/.test(path) && kindOf(path) === "dag";
}
