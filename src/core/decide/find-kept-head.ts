import type { ChangeRequest, EarlierHead } from "../../domain/change.ts";
import { compareInstants } from "../../formats/instant.ts";

/**
 * The earlier head that is meant, if nothing but clean update merges followed it; `null` otherwise. Such a merge has the
 * former head as its first parent.
 */
export function findKeptHead(isMeant: (sha: string) => boolean, change: ChangeRequest): EarlierHead | null {
  const commits = new Map(change.commits.items.map((commit) => [commit.sha, commit]));
  let commit = commits.get(change.head.sha);
  while (commit?.isCleanUpdateMerge === true) {
    commits.delete(commit.sha); // so that commits that go round in a circle end
    const [before] = commit.parents;
    if (before === undefined) return null;
    if (isMeant(before)) return latestWith(before, change.earlierHeads);
    commit = commits.get(before);
  }
  return null;
}

/** A sha may have been the head more than once: what counts is when it last became that, unknown if ever unknown. */
function latestWith(sha: string, heads: readonly EarlierHead[]): EarlierHead | null {
  const same = heads.filter((head) => head.sha === sha);
  const latest = same.reduce<EarlierHead | null>((one, other) => (one === null ? other : later(one, other)), null);
  const isTold = same.every(({ since, mergeBase }) => since !== latest?.since || mergeBase === latest.mergeBase);
  return latest === null || isTold ? latest : { ...latest, mergeBase: null };
}

function later(one: EarlierHead, other: EarlierHead): EarlierHead {
  if (one.since === null) return one;
  return other.since === null || compareInstants(other.since, one.since) > 0 ? other : one;
}
