import { isPresentAncestor, listFirstParents } from "../git/list-commits.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { Mirror } from "../git/mirror.ts";
import { readTreeId } from "../git/read-ref.ts";
import type { GatheredChange } from "./gather-change.ts";

/** Each takes a merge by git; a change that stands further behind must be brought up to date, and approved anew. */
const mostLandings = 1_000;
const wasTakenBack = "landed before and was taken back";

/**
 * Why a head may not land on its old approvals: the branch had all of it already, by whatever way that came, and it was taken
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
    if (merge.clean && merge.tree === (await readTreeId(mirror, commit))) return wasTakenBack;
  }
  return null;
}

/**
 * The same of a change that a forge tells of. The forge merges each once: one whose merge is among the steps that `landed`
 * lands for the first time, and its approvals stand, whatever was on the branch before.
 */
export async function objectToOldChange(
  mirror: Mirror,
  { told, change }: Pick<GatheredChange, "told" | "change">,
  { before, landed }: { readonly before: string; readonly landed: readonly string[] },
): Promise<string | null> {
  const { mergedAs } = told;
  if (mergedAs !== null && landed.includes(mergedAs)) return null;
  const isBelow = mergedAs !== null && (await isPresentAncestor(mirror, mergedAs, before));
  if (isBelow) return wasTakenBack;
  return objectToOldHead(mirror, { mergeBase: change.mergeBase, before, head: change.head.sha });
}
