import { createHash } from "node:crypto";
import type { ForgeCore } from "../face.ts";
import { accountOf, fullNameOf } from "../model/model.ts";
import type { SimAccount, SimChange, SimIssue, SimOrganisation, SimRepository, SimVersion } from "../model/types.ts";

/** GitLab's JSON, as its API pages show it: https://docs.gitlab.com/api/api_resources/ */

/** GitLab tells milliseconds. */
export function instant(at: string): string {
  return new Date(at).toISOString();
}

export function renderUser(core: ForgeCore, account: SimAccount) {
  return {
    id: account.id,
    username: account.login,
    public_email: account.emails[0] ?? "",
    name: account.name,
    state: account.state === "active" ? "active" : "blocked",
    locked: false,
    avatar_url: null,
    web_url: `${core.url()}/${account.login}`,
  };
}

export function renderUserId(core: ForgeCore, accountId: number) {
  return renderUser(core, accountOf(core.model, accountId));
}

/** `GET /users/:id`, https://docs.gitlab.com/api/users/#retrieve-a-user; e-mail addresses for administrators and oneself. */
export function renderFullUser(core: ForgeCore, account: SimAccount, isPrivileged: boolean) {
  const own = {
    email: account.emails[0] ?? "",
    commit_email: account.emails[0] ?? "",
    confirmed_at: account.createdAt,
  };
  return {
    ...renderUser(core, account),
    created_at: instant(account.createdAt),
    bot: account.kind === "bot",
    followers: 0,
    following: 0,
    ...(isPrivileged ? { ...own, is_admin: account.isSiteAdmin } : {}),
  };
}

export function renderProject(core: ForgeCore, repository: SimRepository) {
  const path = fullNameOf(core.model, repository);
  const url = `${core.url()}/${path}`;
  return {
    id: repository.id,
    description: repository.description,
    name: repository.name,
    name_with_namespace: path.replaceAll("/", " / "),
    path: repository.name,
    path_with_namespace: path,
    created_at: instant(repository.createdAt),
    default_branch: repository.pushes.length === 0 ? null : repository.defaultBranch,
    ssh_url_to_repo: `git@127.0.0.1:${path}.git`,
    http_url_to_repo: `${url}.git`,
    web_url: url,
    visibility: repository.isPrivate ? "private" : "public",
    archived: repository.isArchived,
    issues_enabled: repository.hasIssues,
    issues_access_level: repository.hasIssues ? "enabled" : "disabled",
    merge_requests_enabled: true,
    merge_method: mergeMethodOf(repository),
    squash_option: repository.settings.squash_option ?? "default_off",
    last_activity_at: instant(repository.pushedAt),
    namespace: {
      id: repository.owner.id,
      full_path: path.slice(0, path.lastIndexOf("/")),
      kind: repository.owner.kind === "user" ? "user" : "group",
    },
    ...(repository.forkOf === null ? {} : { forked_from_project: { id: repository.forkOf } }),
  };
}

export function mergeMethodOf(repository: SimRepository): "merge" | "rebase_merge" | "ff" {
  const method = repository.settings.merge_method;
  return method === "ff" || method === "rebase_merge" ? method : "merge";
}

export function renderGroup(core: ForgeCore, group: SimOrganisation) {
  return {
    id: group.id,
    web_url: `${core.url()}/groups/${group.login}`,
    name: group.name,
    path: group.login.split("/").at(-1),
    full_path: group.login,
    parent_id: group.parentId,
    visibility: "private",
  };
}

export function renderMember(core: ForgeCore, accountId: number, accessLevel: number) {
  return { ...renderUserId(core, accountId), access_level: accessLevel, expires_at: null, membership_state: "active" };
}

/** `kind` of merge: what of it stands in which field. https://docs.gitlab.com/api/merge_requests/#retrieve-a-merge-request */
export function renderMergeRequest(core: ForgeCore, repository: SimRepository, change: SimChange) {
  const { model } = core;
  const version = change.versions.at(-1);
  const path = fullNameOf(model, repository);
  const isFastForward = change.settings.landing === "ff";
  const optionalUser = (id: number | null) => (id === null ? null : renderUserId(core, id));
  const reviewers = change.requestedReviewerIds.map((id) => renderUserId(core, id));
  return {
    id: change.id,
    iid: change.number,
    project_id: repository.id,
    title: change.title,
    description: change.body,
    state: change.state === "open" ? "opened" : change.state,
    created_at: instant(change.createdAt),
    updated_at: instant(change.updatedAt),
    merged_by: optionalUser(change.mergedById),
    merge_user: optionalUser(change.mergedById),
    merged_at: change.mergedAt === null ? null : instant(change.mergedAt),
    closed_by: change.state === "closed" ? optionalUser(change.closedById) : null,
    closed_at: change.state === "closed" && change.closedAt !== null ? instant(change.closedAt) : null,
    target_branch: change.baseBranch,
    source_branch: change.head.branch,
    author: renderUserId(core, change.authorId),
    assignees: [],
    reviewers,
    source_project_id: change.head.repositoryId,
    target_project_id: repository.id,
    labels: [...change.labels].toSorted(),
    draft: change.isDraft,
    work_in_progress: change.isDraft,
    merge_when_pipeline_succeeds: false,
    merge_status: "can_be_merged",
    detailed_merge_status: detailedStatusOf(change),
    sha: change.headSha,
    merge_commit_sha: isFastForward ? null : change.mergeSha,
    squash_commit_sha: change.squashSha,
    user_notes_count: change.comments.filter((one) => !one.isSystem).length,
    should_remove_source_branch: null,
    force_remove_source_branch: false,
    reference: `!${change.number}`,
    references: { short: `!${change.number}`, relative: `!${change.number}`, full: `${path}!${change.number}` },
    web_url: `${core.url()}/${path}/-/merge_requests/${change.number}`,
    squash: false,
    has_conflicts: false,
    blocking_discussions_resolved: true,
    diff_refs: version === undefined ? null : diffRefsOf(version),
    prepared_at: instant(change.createdAt),
  };
}

function detailedStatusOf(change: SimChange): string {
  if (change.state !== "open") return "not_open";
  return change.isDraft ? "draft_status" : "mergeable";
}

export function diffRefsOf(version: SimVersion) {
  return { base_sha: version.mergeBaseSha, head_sha: version.sha, start_sha: version.baseSha };
}

export function renderVersion(change: SimChange, version: SimVersion) {
  return {
    id: version.id,
    head_commit_sha: version.sha,
    base_commit_sha: version.mergeBaseSha,
    start_commit_sha: version.baseSha,
    created_at: instant(version.createdAt),
    merge_request_id: change.id,
    state: "collected",
    real_size: "1",
    patch_id_sha: createHash("sha1").update(version.sha).digest("hex"),
  };
}

export function renderIssue(core: ForgeCore, repository: SimRepository, issue: SimIssue) {
  return {
    id: issue.id,
    iid: issue.number,
    project_id: repository.id,
    title: issue.title,
    description: issue.body,
    state: issue.state === "open" ? "opened" : "closed",
    created_at: instant(issue.createdAt),
    updated_at: instant(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : instant(issue.closedAt),
    labels: [...issue.labels],
    assignees: issue.assigneeIds.map((id) => renderUserId(core, id)),
    author: renderUserId(core, issue.authorId),
    type: "ISSUE",
    issue_type: "issue",
    user_notes_count: issue.comments.length,
    web_url: `${core.url()}/${fullNameOf(core.model, repository)}/-/issues/${issue.number}`,
  };
}
