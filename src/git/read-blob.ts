import { GitError } from "../domain/errors.ts";
import { findSubtree } from "./compare-trees.ts";
import type { Mirror } from "./mirror.ts";
import { openObjectReader } from "./object-reader.ts";

/** The content of one blob. Throws `GitError` as `ObjectReader.read` does. */
export async function readBlob(mirror: Mirror, oid: string, maxBytes: number): Promise<Buffer> {
  const reader = openObjectReader(mirror);
  try {
    return await reader.read(oid, maxBytes);
  } finally {
    reader.close();
  }
}

/** What stands at a path of a tree. */
export interface EntryAt {
  /** As git writes it, six digits. */
  readonly mode: string;
  /** `null` of what is no regular file. */
  readonly content: Buffer | null;
}

/**
 * The content of a regular file in a commit; `null` when there is none of this path (or it is a link), or its name is not UTF-8. One
 * process. Throws `GitError`.
 */
export async function readFileAt(
  mirror: Mirror,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Buffer | null> {
  return (await readEntryAt(mirror, commit, path, maxBytes))?.content ?? null;
}

/** The same, and whether something else stands there; `null` where nothing does. */
export async function readEntryAt(
  mirror: Mirror,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<EntryAt | null> {
  const objects = openObjectReader(mirror);
  try {
    const tree = await objects.find(commit, "tree");
    if (tree === null)
      throw new GitError("ref-not-found", `There is no commit ${commit} in ${mirror.directory}. Fetch it first.`);
    const [name = "", ...folders] = path.split("/").reverse();
    const folder = await findSubtree(objects, tree, folders.reverse().join("/"));
    const records = folder === null || path.includes("\uFFFD") ? [] : await objects.readTree(folder);
    const found = records.find((one) => one.name === name);
    if (found === undefined) return null;
    const { mode, oid } = found;
    return { mode, content: mode.startsWith("100") ? await objects.read(oid, maxBytes) : null };
  } finally {
    objects.close();
  }
}
