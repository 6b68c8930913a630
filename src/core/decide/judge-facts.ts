import type { ChangeRequest, Commit } from "../../domain/change.ts";
import type { Counting } from "../../domain/policy.ts";
import { unknownOrigin } from "../../predicates/unknown-origin.ts";
import { shorten } from "./bind-approval.ts";
import { type Judgement, leaf } from "./judgement.ts";

/** What must be known of a change before anything can be decided. Nothing, where all is known. */
export function judgeFacts(change: ChangeRequest, counting: Counting): readonly Judgement[] {
  const problems = [
    ...objectToLists(change),
    ...objectToCommits(change.commits.items),
    ...objectToPushers(change, counting),
  ];
  return problems.map((problem) => leaf("complete facts", "failed", problem));
}

function objectToLists({ files, commits, head }: ChangeRequest): readonly string[] {
  const problems: string[] = [];
  if (!files.complete) problems.push("the list of changed files is not complete");
  if (!commits.complete) problems.push("the list of commits is not complete");
  if (!commits.items.some(({ sha }) => sha === head.sha))
    problems.push(`the head ${shorten(head.sha)} is not among the commits`);
  return problems;
}

/** A commit by nobody's account could be by the very person who approves it. */
function objectToCommits(commits: readonly Commit[]): readonly string[] {
  const orphans = commits.filter(
    ({ author, committer, isCleanUpdateMerge }) => !isCleanUpdateMerge && (author === null || committer === null),
  );
  if (orphans.length === 0) return [];
  const shas = orphans.slice(0, 5).map(({ sha }) => shorten(sha));
  const more = orphans.length > shas.length ? ` and ${orphans.length - shas.length} more` : "";
  return [
    `the author or committer of ${shas.join(", ")}${more} belongs to no account: add the commit's e-mail address to the account, or commit anew with one that the forge knows`,
  ];
}

/** Who asked for a run never counts, whatever the policy says of authors: where a landing comes from must be known to all. */
function objectToPushers({ pushers, broughtBy }: ChangeRequest, { contributors }: Counting): readonly string[] {
  if (pushers === null && contributors === "ignore") return ["it is not known who pushed to the change"];
  return broughtBy === null ? [unknownOrigin.reason] : [];
}
