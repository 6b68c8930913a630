import type { Landing } from "../domain/landing.ts";

/** One first-parent step of the deploy branch after the last one that was judged. */
export interface Step {
  readonly sha: string;
  readonly tree: string;
}

/** How many first-parent steps one landing may take: a rebase lands as many as it has commits. */
export const maxStepsOfLanding = 250;

/**
 * The steps from the first one on that together are a landing whose tree is `tree`; `null` when none of them ends there.
 * `steps` are oldest first.
 */
export function landingEndingWith(
  before: string,
  steps: readonly Step[],
  tree: string,
): Pick<Landing, "before" | "sha" | "tree"> | null {
  const end = steps.slice(0, maxStepsOfLanding).find((step) => step.tree === tree);
  return end === undefined ? null : { before, sha: end.sha, tree };
}
