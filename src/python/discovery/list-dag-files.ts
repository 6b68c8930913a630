import { folderOf } from "../../formats/relative-path.ts";
import { type IgnoreRule, type IgnoreSyntax, readIgnoreFile } from "./ignore-rules.ts";

export interface DagFolder {
  /** All files, relative to the folder, with `/`. */
  readonly paths: readonly string[];
  /** The text of the `.airflowignore` files, by their paths. */
  readonly ignoreFiles: ReadonlyMap<string, string>;
  readonly airflow: 2 | 3;
  /** `core.dag_ignore_file_syntax`; `null` for the default of the version: regular expressions before 3.0, globs since. */
  readonly syntax: IgnoreSyntax | null;
  /** Files that are archives by their content, whatever their names. */
  readonly archives?: ReadonlySet<string>;
}

const ignoreName = ".airflowignore";

/**
 * The files in which Airflow looks for DAGs, sorted: Python files and archives that no `.airflowignore` names. Safe mode comes after
 * that: see `mightContainDag`, which Airflow asks of Python files, and of the modules in an archive.
 */
export function listDagFiles(folder: DagFolder): readonly string[] {
  const wanted = folder.airflow === 3 ? /\.(py|zip)$/i : /\.py$|\.zip$/;
  return listKept(folder).filter((path) => wanted.test(path) || folder.archives?.has(path) === true);
}

/** The files that Airflow imports as plugins, sorted: all Python files that no `.airflowignore` names, whatever is in them. */
export function listPluginFiles(folder: DagFolder): readonly string[] {
  return listKept(folder).filter((path) => path.endsWith(".py"));
}

/** Whether a file of an archive is a module that Airflow imports: only those at its top are. */
export function isModuleOfArchive(name: string): boolean {
  return /^[^/]+\.pyc?$/.test(name);
}

function listKept(folder: DagFolder): readonly string[] {
  const rules = new Map<string, readonly IgnoreRule[] | null>();
  const kept = folder.paths.filter((path) => {
    const ofDirectory = rulesFor(folderOf(path), folder, rules);
    return (
      ofDirectory !== null &&
      !path.endsWith(`/${ignoreName}`) &&
      path !== ignoreName &&
      !isIgnored(path, false, ofDirectory)
    );
  });
  return kept.toSorted();
}

/** The rules that hold inside a directory, those of the outer ones first; `null` where it is ignored itself. */
function rulesFor(
  directory: string,
  folder: DagFolder,
  known: Map<string, readonly IgnoreRule[] | null>,
): readonly IgnoreRule[] | null {
  const found = known.get(directory);
  if (found !== undefined) return found;
  const outer = directory === "" ? [] : rulesFor(folderOf(directory), folder, known);
  const isGone = outer === null || (directory !== "" && isIgnored(directory, true, outer));
  const text = folder.ignoreFiles.get(directory === "" ? ignoreName : `${directory}/${ignoreName}`);
  const syntax = folder.syntax ?? (folder.airflow === 3 ? "glob" : "regexp");
  const own = text === undefined ? [] : readIgnoreFile(text, { directory, syntax, airflow: folder.airflow });
  const rules = isGone ? null : [...outer, ...own];
  known.set(directory, rules);
  return rules;
}

/** The last rule that speaks of a path decides. A regular expression takes nothing back in. */
function isIgnored(path: string, isDirectory: boolean, rules: readonly IgnoreRule[]): boolean {
  return rules.map((rule) => rule.judge(path, isDirectory)).findLast((verdict) => verdict !== null) === "ignored";
}
