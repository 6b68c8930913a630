import type { ForgeCore } from "../../face.ts";
import { resolveBranch, writeRef } from "../../git/bare-repository.ts";
import { makeMergeCommit } from "../../git/merge.ts";
import { git } from "../../git/run-git.ts";
import { permissionOn } from "../../model/access.ts";
import { labelNamed } from "../../model/changes.ts";
import { accountOf, organisationOf, ownerLogin, repositoryOf } from "../../model/model.ts";
import { committerFor } from "../../model/repositories.ts";
import type { SimChange, SimRepository } from "../../model/types.ts";
import { mergeRefusal } from "../rules.ts";
import { renderAccountId, renderOwner } from "./account.ts";
import { readChangeDiff } from "./commit.ts";
import { nodeId } from "./node-id.ts";
import { renderRepository, repositoryPage, repositoryUrl } from "./repository.ts";
import { renderTeam } from "./team.ts";

export function authorAssociation(core: ForgeCore, accountId: number, repository: SimRepository): string {
  if (repository.owner.kind === "user" && repository.owner.id === accountId) return "OWNER";
  if (repository.owner.kind === "organisation") {
    const { members } = organisationOf(core.model, repository.owner.id);
    if (members.some((one) => one.accountId === accountId)) return "MEMBER";
  }
  if (repository.collaborators.some((one) => one.accountId === accountId)) return "COLLABORATOR";
  return repository.changes.some((one) => one.authorId === accountId && one.state === "merged")
    ? "CONTRIBUTOR"
    : "NONE";
}

export function renderLabel(core: ForgeCore, repository: SimRepository, name: string) {
  const label = labelNamed(core.model, repository, name);
  return {
    id: label.id,
    node_id: nodeId("LA", label.id),
    url: `${repositoryUrl(core, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description ?? "",
  };
}

function renderEnd(core: ForgeCore, repository: SimRepository, ref: string, sha: string) {
  const owner = renderOwner(core, repository.owner);
  return {
    label: `${ownerLogin(core.model, repository.owner)}:${ref}`,
    ref,
    sha,
    user: owner,
    repo: renderRepository(core, repository),
  };
}

/** As lists tell it, and webhooks: without what has to be worked out. */
export function renderSimplePull(core: ForgeCore, repository: SimRepository, change: SimChange) {
  const url = `${repositoryUrl(core, repository)}/pulls/${change.number}`;
  const issueUrl = `${repositoryUrl(core, repository)}/issues/${change.number}`;
  const page = `${repositoryPage(core, repository)}/pull/${change.number}`;
  const statusesUrl = `${repositoryUrl(core, repository)}/statuses/${change.headSha}`;
  const headRepository = repositoryOf(core.model, change.head.repositoryId);
  const team = (id: number) => {
    const owner = organisationOf(core.model, repository.owner.id);
    return owner.teams.filter((one) => one.id === id).map((one) => renderTeam(core, owner, one));
  };
  return {
    url,
    id: change.id,
    node_id: nodeId("PR", change.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: change.number,
    state: change.state === "open" ? "open" : "closed",
    locked: change.isLocked,
    active_lock_reason: null,
    title: change.title,
    user: renderAccountId(core, change.authorId),
    body: change.body === "" ? null : change.body,
    created_at: change.createdAt,
    updated_at: change.updatedAt,
    closed_at: change.closedAt,
    merged_at: change.mergedAt,
    merge_commit_sha: change.mergeSha ?? trialOf(change),
    assignee: change.assigneeIds[0] === undefined ? null : renderAccountId(core, change.assigneeIds[0]),
    assignees: change.assigneeIds.map((id) => renderAccountId(core, id)),
    requested_reviewers: change.requestedReviewerIds.map((id) => renderAccountId(core, id)),
    requested_teams: change.requestedTeamIds.flatMap(team),
    labels: change.labels.map((name) => renderLabel(core, repository, name)),
    milestone: null,
    draft: change.isDraft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(core, repository)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statusesUrl,
    head: renderEnd(core, headRepository, change.head.branch, change.headSha),
    base: renderEnd(core, repository, change.baseBranch, change.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repositoryUrl(core, repository)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statusesUrl },
    },
    author_association: authorAssociation(core, change.authorId, repository),
    auto_merge: null,
  };
}

function trialOf(change: SimChange): string | null {
  const trial = change.settings.trial;
  return typeof trial === "string" ? (trial.split(" ")[2] ?? null) : null;
}

/** Merges on trial, as GitHub does for `mergeable`, `merge_commit_sha` and `refs/pull/N/merge`. */
export async function readMergeable(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
): Promise<boolean | null> {
  if (change.state !== "open") return null;
  const base = await resolveBranch(repository.directory, change.baseBranch);
  if (base === null) return null;
  const key = `${base} ${change.headSha}`;
  const before = change.settings.trial;
  if (typeof before === "string" && before.startsWith(key)) return !before.endsWith(" none");
  const account = accountOf(core.model, change.authorId);
  const who = committerFor(core.model, account, change.updatedAt);
  const message = `Merge ${change.headSha} into ${base}\n`;
  const sha = await makeMergeCommit(repository.directory, base, change.headSha, message, {
    author: who,
    committer: who,
  });
  change.settings.trial = sha === null ? `${key} none` : `${key} ${sha}`;
  const ref = core.model.traits.mergeRef(change.number);
  if (sha !== null && ref !== null) await writeRef(repository.directory, ref, sha);
  return sha !== null;
}

/** With counts and mergeability, as the page of one pull request tells. */
export async function renderPull(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  /** `false` leaves mergeability unknown, as GitHub's webhooks do. */
  { isTried = true }: { readonly isTried?: boolean } = {},
) {
  const mergeable = isTried ? await readMergeable(core, repository, change) : null;
  const diff = await readChangeDiff(repository, change.baseSha, change.headSha);
  const range = `${change.versions.at(-1)?.mergeBaseSha ?? change.baseSha}..${change.headSha}`;
  const commits = Number(await git(repository.directory, ["rev-list", "--count", range]));
  return {
    ...renderSimplePull(core, repository, change),
    merged: change.state === "merged",
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(core, repository, change, mergeable),
    merged_by: change.mergedById === null ? null : renderAccountId(core, change.mergedById),
    comments: change.comments.length,
    review_comments: change.threads.reduce((sum, one) => sum + one.comments.length, 0),
    maintainer_can_modify: permissionOn(core.model, change.authorId, repository) === null,
    commits,
    additions: diff.reduce((sum, one) => sum + one.additions, 0),
    deletions: diff.reduce((sum, one) => sum + one.deletions, 0),
    changed_files: diff.length,
  };
}

function mergeableState(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  mergeable: boolean | null,
): string {
  if (mergeable === null) return "unknown";
  if (!mergeable) return "dirty";
  if (change.isDraft) return "draft";
  return mergeRefusal(core.model, repository, change) === null ? "clean" : "blocked";
}
