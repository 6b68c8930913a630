import type { FileToRead } from "./gather-facts.ts";
import type { Around } from "./read-module.ts";

/**
 * Whether Airflow passes over a file: the `.airflowignore` files above it say so, or it is not at the top of its archive.
 */
export async function isIgnored(
  file: Pick<FileToRead, "path" | "archive">,
  { beside, airflow }: Pick<Around, "beside" | "airflow">,
): Promise<boolean> {
  const { archive } = file;
  const path = archive ?? file.path;
  const ignoreFiles = new Map<string, string>();
  for (let slash = path.lastIndexOf("/"); ; slash = path.lastIndexOf("/", slash - 1)) {
    const ignoreFile = `${path.slice(0, slash + 1)}.airflowignore`;
    const text = beside.readText(ignoreFile);
    if (text !== null) ignoreFiles.set(ignoreFile, text);
    if (slash <= 0) break;
  }
  if (ignoreFiles.size === 0 && archive === undefined) return false;
  const { isModuleOfArchive, listDagFiles } = await import("../python/discovery/list-dag-files.ts"); // only now: a check of one DAG starts sooner
  if (archive !== undefined && !isModuleOfArchive(file.path.slice(archive.length + 1))) return true;
  return (
    listDagFiles({
      paths: [path],
      ignoreFiles,
      airflow,
      syntax: null,
      archives: new Set(archive === undefined ? [] : [archive]),
    }).length === 0
  );
}
