import type { Around } from "./read-module.ts";

/** Whether the `.airflowignore` files above a path make Airflow pass over it. What has to be known first is in `beside.wants`. */
export async function isIgnored(
  path: string,
  { beside, airflow }: Pick<Around, "beside" | "airflow">,
): Promise<boolean> {
  const ignoreFiles = new Map<string, string>();
  for (let slash = path.lastIndexOf("/"); ; slash = path.lastIndexOf("/", slash - 1)) {
    const ignoreFile = `${path.slice(0, slash + 1)}.airflowignore`;
    const text = beside.readText(ignoreFile);
    if (text !== null) ignoreFiles.set(ignoreFile, text);
    if (slash <= 0) break;
  }
  if (ignoreFiles.size === 0) return false;
  const { listDagFiles } = await import("../python/discovery/list-dag-files.ts"); // only now: a check of one DAG starts sooner
  return listDagFiles({ paths: [path], ignoreFiles, airflow, syntax: null }).length === 0;
}
