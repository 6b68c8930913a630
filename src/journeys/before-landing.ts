import { maxStepsOfLanding } from "../core/find-landing.ts";
import { findMergeBase, listCommits, listFirstParents } from "../git/list-commits.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { Mirror } from "../git/mirror.ts";
import { readTreeId } from "../git/read-ref.ts";

/**
 * The tip of the base branch before a change landed, given the commit that its landing left there: the parent of a merge, of
 * a squash, or of the first commit of a rebase. `null` when no tip makes the landed tree with the change's head, as when
 * conflicts were solved in the merge, or something else was added.
 */
export async function findBeforeLanding(mirror: Mirror, landed: string, head: string): Promise<string | null> {
  const tree = await readTreeId(mirror, landed);
  const tips = (await listFirstParents(mirror, null, landed)).toReversed().slice(1, maxStepsOfLanding + 1);
  let most = maxStepsOfLanding;
  for (const [steps, before] of tips.entries()) {
    if (steps > most) return null;
    const base = await findMergeBase(mirror, before, head);
    if (base === null) return null;
    // A rebase makes no more commits than there were, and everything else makes one step.
    if (steps === 0) most = (await listCommits(mirror, base, head)).length;
    if (base === head) continue;
    const merge = await mergeTrees(mirror, before, head);
    if (merge.clean && merge.tree === tree) return before;
  }
  return null;
}
