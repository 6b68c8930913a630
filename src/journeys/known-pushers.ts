import type { Person } from "../domain/identity.ts";
import { isAncestor, listCommits, type RawCommit } from "../git/list-commits.ts";
import type { Mirror } from "../git/mirror.ts";
import { readRef } from "../git/read-ref.ts";
import type { ForgeChange } from "../ports/forge.ts";

/**
 * Who pushed to the head branch of a change with these commits; `null` where that is not known, as the branch had one of them, or
 * may have had, before the pushes of which the forge tells.
 */
export async function knownPushers(
  mirror: Mirror,
  { pushers, pushersSince, head }: Pick<ForgeChange, "pushers" | "pushersSince" | "head">,
  baseSha: string,
  commits: readonly RawCommit[],
): Promise<readonly Person[] | null> {
  if (pushers === null || pushersSince === null) return pushers;
  if ((await readRef(mirror, pushersSince)) === null) return null;
  if (await isAncestor(mirror, pushersSince, baseSha)) return pushers;
  const brought = new Set((await listCommits(mirror, pushersSince, head.sha)).map(({ sha }) => sha));
  return commits.every(({ sha }) => brought.has(sha)) ? pushers : null;
}
