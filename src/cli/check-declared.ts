import { listDeclaring, maxDeclaredBytes, readDeclared } from "../analysis/read-declared.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import type { TreePath } from "../rules/tree-listing.ts";
import { readContent } from "./check-files.ts";

/** Reads which packages the repository's own files want, where some file of the check makes that a matter; else `null`. */
export async function readDeclaredHere(
  root: string,
  tree: readonly TreePath[],
  files: readonly { readonly path: string; readonly kind: string }[],
): Promise<readonly DependencyFile[] | null> {
  const matters = files.some(({ path, kind }) => partsOf(path, kind).python || partsOf(path, kind).dependencies);
  if (!matters) return null;
  const found = await Promise.all(
    listDeclaring(tree.map(({ path }) => path)).map(async (path) => {
      const read = await readContent(root, path, maxDeclaredBytes);
      return { path, content: "content" in read ? read.content : null, isThere: !("absent" in read) };
    }),
  );
  return readDeclared(found.filter(({ isThere }) => isThere));
}
