import type { Mirror } from "./mirror.ts";
import { openObjectReader } from "./object-reader.ts";
import { assertName } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

/** The content of one blob. Throws `GitError` as `ObjectReader.read` does. */
export async function readBlob(mirror: Mirror, oid: string, maxBytes: number): Promise<Buffer> {
  const reader = openObjectReader(mirror);
  try {
    return await reader.read(oid, maxBytes);
  } finally {
    reader.close();
  }
}

/** The content of a regular file in a commit; `null` when there is none of this path (or it is a link). Throws `GitError`. */
export async function readFileAt(
  mirror: Mirror,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Buffer | null> {
  assertName(commit);
  const { stdout } = await runGit(mirror.directory, ["ls-tree", "-z", "--full-tree", commit, "--", path], {
    doing: `read ${path} of ${commit}`,
  });
  const oid = /^100\d{3} blob ([0-9a-f]{40})\t/.exec(stdout)?.[1];
  return oid === undefined ? null : readBlob(mirror, oid, maxBytes);
}
