import type { Instant } from "../domain/change.ts";
import type { BranchTip, ForgeChange } from "../ports/forge.ts";

/**
 * The base branch that a change had at an instant (full name); `null` where that cannot be known, as the base was replaced
 * at or after it.
 */
export function baseRefAt(told: Pick<ForgeChange, "baseRef" | "baseRefSince">, at: Instant): string | null {
  if (told.baseRefSince === null) return told.baseRef;
  return instant(told.baseRefSince) < instant(at) ? told.baseRef : null;
}

/**
 * The tip that a branch had at an instant. `tips` are newest first and name every push the forge remembers; without any, the
 * branch never moved and `tipNow` is it. `null` when a push fell on the very instant, all of them came later, or the forge
 * does not say what the tip was then.
 */
export function tipAt(tips: readonly BranchTip[], tipNow: string, at: Instant): string | null {
  if (tips.length === 0) return tipNow;
  const wanted = instant(at);
  for (const [place, tip] of tips.entries()) {
    if (instant(tip.since) === wanted) return null;
    if (instant(tip.since) < wanted) return place === 0 ? (tip.sha ?? tipNow) : tip.sha;
  }
  return null;
}

function instant(text: Instant): number {
  return Date.parse(text);
}

/**
 * A change that landed, with the tips of its base branch up to the one that it landed on: what is said after the landing is
 * said about the same difference.
 */
export function asItLanded<T extends Pick<ForgeChange, "baseTips">>(told: T, before: string): T {
  const place = told.baseTips.findIndex(({ sha }) => sha === before);
  return place <= 0 ? told : { ...told, baseTips: told.baseTips.slice(place) };
}

/** The tip that a base branch had before a change was merged into it; `null` where the forge does not tell. */
export function tipBeforeMerge({ baseTips, mergedAs }: Pick<ForgeChange, "baseTips" | "mergedAs">): string | null {
  const place = mergedAs === null ? -1 : baseTips.findIndex(({ sha }) => sha === mergedAs);
  return place < 0 ? null : (baseTips[place + 1]?.sha ?? null);
}
