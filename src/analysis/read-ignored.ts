import type { FileToRead } from "./gather-facts.ts";
import type { Around } from "./read-module.ts";

type Asked = Pick<FileToRead, "path" | "archive">;
type Known = Pick<Around, "beside" | "airflow" | "roots" | "namespaces">;

/**
 * Whether Airflow passes over a file: the `.airflowignore` files above it say so, or it is not at the top of its archive. Else why that
 * is not known.
 */
export async function isIgnored(file: Asked, known: Known): Promise<boolean | string> {
  const { archive } = file;
  const path = archive ?? file.path;
  const ignoreFiles = readIgnoreFiles(path, known);
  if (ignoreFiles.size === 0 && archive === undefined) return false;
  const { isModuleOfArchive, listDagFiles } = await import("../python/discovery/list-dag-files.ts"); // only now: a check of one DAG starts sooner
  if (archive !== undefined && !isModuleOfArchive(file.path.slice(archive.length + 1))) return true;
  const { airflow } = known;
  const answers = dagFoldersOf(path, [...ignoreFiles.keys()], known).map(({ from, namespace }) => {
    const place = (one: string): string => namespace + one.slice(from.length);
    const paths = [place(path)];
    const inFolder = new Map([...ignoreFiles].map(([at, text]) => [place(at), text]));
    const archives = new Set(archive === undefined ? [] : paths);
    return listDagFiles({ paths, ignoreFiles: inFolder, airflow, syntax: null, archives }).length === 0;
  });
  if (new Set(answers).size > 1) return "which folder Airflow reads decides whether `.airflowignore` names it";
  return answers[0] === true || ((await whyNotRead(ignoreFiles, airflow)) ?? false);
}

/** The texts of the `.airflowignore` files above a file. */
function readIgnoreFiles(path: string, { beside }: Pick<Known, "beside">): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let slash = path.lastIndexOf("/"); ; slash = path.lastIndexOf("/", slash - 1)) {
    const ignoreFile = `${path.slice(0, slash + 1)}.airflowignore`;
    const text = beside.readText(ignoreFile);
    if (text !== null) found.set(ignoreFile, text);
    if (slash <= 0) return found;
  }
}

/** A folder in which Airflow may look for DAGs: one of the repository (with a `/`, or `""`), or one in which that is a namespace (with a `/`). */
interface DagFolder {
  readonly from: string;
  readonly namespace: string;
}

/** On a node all repositories stand in one; else it is the repository, or the folder of its DAGs where no `.airflowignore` stands above that. */
function dagFoldersOf(
  path: string,
  ignoreFiles: readonly string[],
  { roots, namespaces }: Known,
): readonly DagFolder[] {
  if (namespaces.length > 0) return namespaces.map((one) => ({ from: "", namespace: `${one}/` }));
  return roots
    .map((root) => (root === "" ? "" : `${root}/`))
    .concat("")
    .filter((from) => [path, ...ignoreFiles].every((one) => one.startsWith(from)))
    .map((from) => ({ from, namespace: "" }));
}

/** Globs are all read. */
async function whyNotRead(ignoreFiles: ReadonlyMap<string, string>, airflow: 2 | 3): Promise<string | null> {
  if (airflow === 3) return null;
  const { firstUnread } = await import("../python/discovery/ignore-rules.ts"); // as above
  const line = [...ignoreFiles.values()].map(firstUnread).find((one) => one !== null);
  return line === undefined
    ? null
    : `whether the line \`${line.slice(0, 60)}\` of \`.airflowignore\` names it is not known`;
}
