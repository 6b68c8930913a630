import { GitError } from "../domain/errors.ts";
import type { Mirror } from "./mirror.ts";
import { assertName } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

export interface TreeEntry {
  /** From the root, with `/`. A name that is not UTF-8 has U+FFFD in it. */
  readonly path: string;
  /** Git's mode: `100644`, `100755`, `120000` (symbolic link), `160000` (submodule). */
  readonly mode: string;
  readonly type: "blob" | "commit";
  readonly oid: string;
  /** In bytes; `null` for a submodule. */
  readonly size: number | null;
}

/** Every file, link and submodule of a tree or commit, at any depth, in git's order. Throws `GitError`. */
export async function listTree(mirror: Mirror, treeish: string): Promise<TreeEntry[]> {
  assertName(treeish);
  const { stdout } = await runGit(mirror.directory, ["ls-tree", "-r", "-l", "-z", "--full-tree", treeish], {
    doing: `read the tree of ${treeish}`,
  });
  const records = stdout.split("\0");
  records.pop(); // what follows the last NUL
  return records.map(toEntry);
}

function toEntry(record: string): TreeEntry {
  const match = /^(\d{6}) (blob|commit) ([0-9a-f]{40}) +(\d+|-)\t([\s\S]+)$/.exec(record);
  if (match === null)
    throw new GitError("corrupt", `git ls-tree answered \`${record.slice(0, 80)}\`. Fetch the repository anew.`);
  const [, mode = "", type, oid = "", size, path = ""] = match;
  return { path, mode, type: type === "commit" ? "commit" : "blob", oid, size: size === "-" ? null : Number(size) };
}
