import { maxStepsOfLanding } from "../../core/find-landing.ts";
import { findMergeBase, isAncestor, listCommits, listFirstParents } from "../../git/list-commits.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readTreeId } from "../../git/read-ref.ts";
import { flawOf, type PlaceFlaw } from "./place-flaw.ts";

/** A change that landed, as the evidence says it. */
export interface LandedChange {
  readonly landed: string;
  readonly before: string;
  readonly head: string;
  /** Since which commit those who approved saw what it changes; `null` where that is not said. */
  readonly mergeBase: string | null;
}

export type StepsVerdict = { readonly flaw: PlaceFlaw } | { readonly steps: readonly string[] };

/** More are not named. */
const maxNamed = 5;

/**
 * Whether a change landed on the commit that is said, and nothing else did between: every first-parent step from there must be
 * one of its commits, or what a rebase makes of one. Throws `GitError`.
 */
export async function compareSteps(clone: Mirror, change: LandedChange): Promise<StepsVerdict> {
  const { landed, before, head, mergeBase } = change;
  if (before === landed || !(await isAncestor(clone, before, landed))) {
    return { flaw: flawOf("other-tree", `${landed} did not land on ${before}, as was signed.`) };
  }
  if (mergeBase !== null && (await findMergeBase(clone, before, head)) !== mergeBase) {
    const message = `The head ${head} was approved for what it changes since ${mergeBase}, and on ${before} it also brings what came before that.`;
    return { flaw: flawOf("passed-over", message) };
  }
  const steps = await listFirstParents(clone, before, landed);
  const others = await findOthers(clone, change, steps.slice(0, -1));
  return others.length === 0 ? { steps } : { flaw: flawOf("passed-over", describeOthers(change, others)) };
}

/** The steps that are none of the change. */
async function findOthers(
  clone: Mirror,
  { before, head }: LandedChange,
  between: readonly string[],
): Promise<readonly string[]> {
  if (between.length === 0) return [];
  if (between.length >= maxStepsOfLanding) return between;
  const commits = (await listCommits(clone, before, head)).map(({ sha }) => sha);
  const trees = new Set([await readTreeId(clone, before)]); // a commit of which nothing is left
  for (const commit of commits) {
    const merge = await mergeTrees(clone, before, commit);
    if (merge.clean) trees.add(merge.tree);
  }
  const others: string[] = [];
  for (const step of between) {
    if (!commits.includes(step) && !trees.has(await readTreeId(clone, step))) others.push(step);
  }
  return others;
}

function describeOthers({ landed, before }: LandedChange, others: readonly string[]): string {
  const lie =
    others.length === 1
      ? "lies between, which is no step of what was approved. No attestation is known that covers it"
      : "lie between, which are no steps of what was approved. No attestation is known that covers them";
  return `${landed} did not land on ${before} itself, as was signed: ${listShas(others)} ${lie}.`;
}

/** `a, b and c`, or the first ones and how many more there are. */
export function listShas(shas: readonly string[]): string {
  const rest = shas.length - maxNamed;
  const named = rest > 0 ? [...shas.slice(0, maxNamed), `${rest} more`] : shas;
  return named.length < 2 ? named.join("") : `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}
