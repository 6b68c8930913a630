import type { Mirror } from "./mirror.ts";
import { runGit } from "./run-git.ts";

/**
 * Forgets refs whose names leave no room for one that the remote has: of `release` and `release/1` git keeps only one, so the
 * other is gone there. Answers whether there was any. Throws `GitError`.
 */
export async function clearRefNames(mirror: Mirror, wanted: readonly string[]): Promise<boolean> {
  const { stdout } = await runGit(mirror.directory, ["for-each-ref", "--format=%(refname)"], {
    doing: "list the refs",
  });
  const inTheWay = stdout
    .split("\n")
    .filter((ref) => ref !== "" && wanted.some((one) => one.startsWith(`${ref}/`) || ref.startsWith(`${one}/`)));
  for (const ref of inTheWay) {
    await runGit(mirror.directory, ["update-ref", "-d", ref], { doing: `forget ${ref}` });
  }
  return inTheWay.length > 0;
}
