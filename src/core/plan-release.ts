import type { Recall } from "../domain/recall.ts";

/** One approved landing of a deploy branch. */
export interface LandingOnBranch {
  readonly sha: string;
  readonly tree: string;
  /** Whether its tree was ever live on a target: only such a one is gone back to. */
  readonly wasLive: boolean;
}

export interface ReleasePlan {
  /** The landing that shall be live; `null` where there is nothing to go back to, and what is live stays. */
  readonly wanted: string | null;
  /** What keeps the newest landing from being live; empty when nothing does. */
  readonly heldBackBy: readonly Recall[];
}

/**
 * Which landing of a branch shall be live: the newest that nothing holds back. `landings` are newest first, at least one,
 * back to the baseline that was adopted last.
 */
export function planRelease(landings: readonly LandingOnBranch[], recalls: readonly Recall[]): ReleasePlan {
  const heldBackBy = recalls.filter((recall) => placesHeldBack(landings, recall) > 0);
  const held = countHeldBack(landings, recalls);
  if (held === 0) return { wanted: landings[0]?.sha ?? null, heldBackBy };
  return { wanted: landings.slice(held).find(({ wasLive }) => wasLive)?.sha ?? null, heldBackBy };
}

/** How many of the newest landings are held back. */
export function countHeldBack(landings: readonly LandingOnBranch[], recalls: readonly Recall[]): number {
  return Math.max(0, ...recalls.map((recall) => placesHeldBack(landings, recall)));
}

/** The release before a landing: the newest landing before it that was live once; `null` where there is none. */
export function releaseBefore(landings: readonly LandingOnBranch[], sha: string): string | null {
  const place = landings.findIndex((landing) => landing.sha === sha);
  return place < 0 ? null : (landings.slice(place + 1).find(({ wasLive }) => wasLive)?.sha ?? null);
}

/** How many of the newest landings a recall keeps from being live. */
export function placesHeldBack(landings: readonly LandingOnBranch[], recall: Recall): number {
  const { cause, sha, ended } = recall;
  if (ended !== null) return 0;
  const placeOf = (wanted: string): number => landings.findIndex((landing) => landing.sha === wanted);
  if (cause.kind === "taken-back") return cause.rollsBack ? placeOf(sha) + 1 : 0;
  return hasLapsed(landings, recall) ? 0 : Math.max(0, placeOf(cause.to));
}

/** Whether a rollback is over, since something new landed after it: the tree that was gone back from is nothing new. */
export function hasLapsed(landings: readonly LandingOnBranch[], { cause }: Recall): boolean {
  if (cause.kind !== "rollback") return false;
  const place = landings.findIndex(({ sha }) => sha === cause.tip);
  return place < 0 || landings.slice(0, place).some(({ tree }) => tree !== landings[place]?.tree);
}
