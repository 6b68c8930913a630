import type { ChangeRequest, Commit } from "../domain/change.ts";

/** What happened to a change since a sha that somebody approved: so many commits came on top, or it is no part of it any more. */
export type SinceApproval =
  | { readonly kind: "commits"; readonly count: number }
  | { readonly kind: "force-push" }
  | { readonly kind: "unknown" };

/** What came since `sha`, told from the commits of the change alone; a list that is cut short tells nothing. */
export function sinceApproval(
  sha: string,
  { commits, earlierHeads, head }: Pick<ChangeRequest, "commits" | "earlierHeads" | "head">,
): SinceApproval {
  if (!/^[0-9a-f]{40,64}$/.test(sha) || sha === head.sha || !commits.complete) return { kind: "unknown" };
  if (commits.items.some((commit) => commit.sha === sha)) {
    const below = withAncestors(sha, commits.items);
    return { kind: "commits", count: commits.items.filter((commit) => !below.has(commit.sha)).length };
  }
  const wasHead = earlierHeads.some((earlier) => earlier.sha === sha);
  return wasHead ? { kind: "force-push" } : { kind: "unknown" };
}

function withAncestors(sha: string, commits: readonly Commit[]): ReadonlySet<string> {
  const parents = new Map(commits.map((commit) => [commit.sha, commit.parents]));
  const found = new Set<string>();
  const open = [sha];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(parents.get(next) ?? []));
  }
  return found;
}
