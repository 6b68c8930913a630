import type { Mirror } from "./mirror.ts";
import { assertName } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

/**
 * Paths of a commit or tree whose files contain the text, exactly. `pathspec`s are anchored globs such as `dags/**` or
 * `**` + `/*.py`; none: everywhere. Throws `GitError`.
 */
export async function grepTree(
  mirror: Mirror,
  treeish: string,
  fixedText: string,
  pathspec: string | readonly string[] = [],
): Promise<string[]> {
  assertName(treeish);
  const paths = typeof pathspec === "string" ? [pathspec] : pathspec;
  const { stdout } = await runGit(
    mirror.directory,
    ["grep", "-l", "-z", "-F", "--full-name", "--no-textconv", "-e", fixedText, treeish, "--", ...paths],
    { doing: `search ${treeish}`, answers: [1], environment: { GIT_LITERAL_PATHSPECS: "0", GIT_GLOB_PATHSPECS: "1" } },
  );
  return stdout
    .split("\0")
    .filter(Boolean)
    .map((hit) => hit.slice(treeish.length + 1));
}
