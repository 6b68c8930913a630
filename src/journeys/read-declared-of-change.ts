import { maxDeclaredBytes, mostDeclaring, readDeclared } from "../analysis/read-declared.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { WholeTree } from "../core/inspect/tree-listing.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import type { ObjectReader } from "../git/object-reader.ts";

/** Reads which packages the merged tree's own files want, where some file of the change makes that a matter; else `null`. */
export async function readDeclaredOfChange(
  tree: WholeTree,
  files: readonly { readonly path: string; readonly kind: string }[],
  objects: ObjectReader,
): Promise<readonly DependencyFile[] | null> {
  const matters = files.some(({ path, kind }) => partsOf(path, kind).python || partsOf(path, kind).dependencies);
  if (!matters) return null;
  const found: { path: string; content: Uint8Array | null }[] = [];
  for (const path of tree.labelled("declares packages").slice(0, mostDeclaring)) {
    const { oid = null, size = 0 } = tree.find(path) ?? {};
    const isReadable = oid !== null && (size ?? 0) <= maxDeclaredBytes;
    found.push({ path, content: isReadable ? await objects.read(oid, maxDeclaredBytes).catch(() => null) : null });
  }
  return readDeclared(found);
}
