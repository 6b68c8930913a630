import type { ChangeRequest, EarlierHead } from "../../domain/change.ts";
import { compareInstants } from "../../formats/instant.ts";

/**
 * The earlier head that is meant, if nothing but clean update merges followed it; `null` otherwise. Such a merge has the
 * former head as its first parent.
 */
export function findKeptHead(isMeant: (sha: string) => boolean, change: ChangeRequest): EarlierHead | null {
  const commits = new Map(change.commits.items.map((commit) => [commit.sha, commit]));
  let commit = commits.get(change.head.sha);
  for (let steps = 0; steps < commits.size && commit?.isCleanUpdateMerge === true; steps += 1) {
    const before: string | undefined = commit.parents[0];
    if (before === undefined) return null;
    if (isMeant(before)) return latestWith(before, change.earlierHeads);
    commit = commits.get(before);
  }
  return null;
}

/** A sha may have been the head more than once: what counts is when it last became that, unknown if ever unknown. */
function latestWith(sha: string, heads: readonly EarlierHead[]): EarlierHead | null {
  const same = heads.filter((head) => head.sha === sha);
  const [first, ...rest] = same;
  if (first === undefined) return null;
  return rest.reduce((latest, head) => {
    if (latest.since === null) return latest;
    return head.since === null || compareInstants(head.since, latest.since) > 0 ? head : latest;
  }, first);
}
