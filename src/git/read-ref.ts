import { GitError } from "../domain/errors.ts";
import type { Mirror } from "./mirror.ts";
import { runGit } from "./run-git.ts";

/** The commit that a full ref name, `HEAD` or a full sha stands for in the mirror; `null` when it is not there. Throws `GitError`. */
export function readRef(mirror: Mirror, ref: string): Promise<string | null> {
  return readId(mirror, ref, "commit");
}

/** The id of a commit's tree (or of the tree itself). Throws `GitError` when it is not there. */
export async function readTreeId(mirror: Mirror, commit: string): Promise<string> {
  const tree = await readId(mirror, commit, "tree");
  if (tree === null)
    throw new GitError("ref-not-found", `There is no commit ${commit} in ${mirror.directory}. Fetch it first.`);
  return tree;
}

async function readId(mirror: Mirror, name: string, type: "commit" | "tree"): Promise<string | null> {
  assertName(name);
  const { exitCode, stdout } = await runGit(
    mirror.directory,
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{${type}}`],
    { doing: `read ${name}`, answers: [1] },
  );
  return exitCode === 0 ? stdout.trim() : null;
}

/** Throws `GitError` for anything but `HEAD`, `refs/…` or a full sha, so that no name is taken for an option or an expression. */
export function assertName(name: string): void {
  if (/^(HEAD|refs\/[^\s:~^?*[\\]+|[0-9a-f]{40})$/.test(name)) return;
  throw new GitError("ref-not-found", `\`${name}\` is not a full ref name or a full commit id. Give one of these.`);
}
