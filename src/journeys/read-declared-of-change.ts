import { listDeclaring, maxDeclaredBytes, readDeclared } from "../analysis/read-declared.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import type { TreeEntry } from "../git/list-tree.ts";
import type { ObjectReader } from "../git/object-reader.ts";

/** Reads which packages the merged tree's own files want, where some file of the change makes that a matter; else `null`. */
export async function readDeclaredOfChange(
  entries: readonly TreeEntry[],
  files: readonly { readonly path: string; readonly kind: string }[],
  objects: ObjectReader,
): Promise<readonly DependencyFile[] | null> {
  const matters = files.some(({ path, kind }) => partsOf(path, kind).python || partsOf(path, kind).dependencies);
  if (!matters) return null;
  const wanted = new Set(listDeclaring(entries.filter(({ mode }) => mode.startsWith("100")).map(({ path }) => path)));
  const found: { path: string; content: Uint8Array | null }[] = [];
  for (const { path, oid, size } of entries) {
    if (!wanted.has(path)) continue;
    const isReadable = (size ?? 0) <= maxDeclaredBytes;
    found.push({ path, content: isReadable ? await objects.read(oid, maxDeclaredBytes).catch(() => null) : null });
  }
  return readDeclared(found);
}
