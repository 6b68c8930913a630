import { listFirstParents } from "../../git/list-commits.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readTreeId } from "../../git/read-ref.ts";

/** Each takes a merge by git; a change that stands further behind must be brought up to date, and signed anew. */
const mostLandings = 1_000;

/**
 * Why a head may not land on its old signatures: the branch had all of it already, by whatever way that came, and it was taken
 * back. Continues "change 7 …"; `null` when nothing keeps it from landing. `before` is what was accepted last.
 */
export async function objectToOldHead(
  mirror: Mirror,
  { mergeBase, before, head }: { readonly mergeBase: string | null; readonly before: string; readonly head: string },
): Promise<string | null> {
  const landed = await listFirstParents(mirror, mergeBase, before);
  if (landed.length > mostLandings) return `stands on a commit that is more than ${mostLandings} landings old`;
  for (const commit of landed.toReversed()) {
    const merge = await mergeTrees(mirror, commit, head);
    if (merge.clean && merge.tree === (await readTreeId(mirror, commit))) return "landed before and was taken back";
  }
  return null;
}
