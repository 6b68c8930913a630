import type { Mirror } from "./mirror.ts";
import { assertName } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

export type MergedTrees =
  | { readonly clean: true; readonly tree: string }
  | { readonly clean: false; readonly conflicts: readonly string[] };

/** The tree that merging two commits gives (by `git merge-tree`, git 2.38), or the paths in conflict. Throws `GitError`. */
export async function mergeTrees(mirror: Mirror, ours: string, theirs: string): Promise<MergedTrees> {
  assertName(ours);
  assertName(theirs);
  const { exitCode, stdout } = await runGit(
    mirror.directory,
    ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs],
    { doing: `merge ${theirs} into ${ours}`, answers: [1] },
  );
  const [tree = "", ...paths] = stdout.split("\0");
  return exitCode === 0 ? { clean: true, tree } : { clean: false, conflicts: paths.filter(Boolean) };
}
