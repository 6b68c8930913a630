import type { PackedTree, TreeFile } from "../core/inspect/packed-tree.ts";
import type { FileToRead } from "./gather-facts.ts";

/** The Python modules of an archive, at `archive.zip/name`. */
export interface ArchivedModules {
  readonly modules: readonly Required<Omit<FileToRead, "kind">>[];
  /** Why it may have others, in words that stand alone; `null`: it has none. */
  readonly unclear: string | null;
}

/** Looks into an archive for the modules that Airflow takes for DAG files, and what they import of it. Never rejects for what it is. */
export async function readArchivedModules(path: string, content: Uint8Array): Promise<ArchivedModules> {
  const { readArchive } = await import("./read-archive.ts"); // only now: a check of one DAG starts sooner
  const archive = await readArchive(content);
  if ("problem" in archive) return { modules: [], unclear: `the archive ${archive.problem}` };
  const names = [...archive.files.keys()];
  const compiled = names.find((name) => /^[^/]+\.pyc$/.test(name));
  return {
    modules: [...archive.files]
      .filter(([name]) => name.endsWith(".py"))
      .map(([name, inner]) => ({ path: `${path}/${name}`, content: inner, archive: path })),
    unclear: compiled === undefined ? null : "the archive has a compiled module at its top, which is not read",
  };
}

/** A tree in which files of archives stand, too. */
export function withInner(tree: PackedTree, inner: readonly Inner[]): PackedTree {
  const added = inner.map((one) => ({ path: one.path, file: toTreeFile(one) }));
  return { ...tree, changes: [...tree.changes, ...added] };
}

export function toTreeFile({ path, content }: Inner): TreeFile {
  return { path, mode: "100644", size: content.length };
}

type Inner = Pick<FileToRead, "path" | "content">;
