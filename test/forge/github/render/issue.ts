import type { ForgeCore } from "../../face.ts";
import { accountOf } from "../../model/model.ts";
import type { SimChange, SimComment, SimCommitComment, SimIssue, SimRepository } from "../../model/types.ts";
import { renderAccountId } from "./account.ts";
import { renderApp } from "./app.ts";
import { nodeId } from "./node-id.ts";
import { authorAssociation, renderLabel } from "./pull.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";
import { renderReactions } from "./review.ts";

/** The app that acted through its bot; `null` for people. */
export function renderViaApp(core: ForgeCore, accountId: number) {
  const { appId } = accountOf(core.model, accountId);
  const app = core.model.apps.find((one) => one.id === appId);
  return app === undefined ? null : renderApp(core, app);
}

/** A pull request is an issue as well. */
export function renderIssue(core: ForgeCore, repository: SimRepository, issue: SimIssue | SimChange) {
  const url = `${repositoryUrl(core, repository)}/issues/${issue.number}`;
  const isPull = "headSha" in issue;
  const page = `${repositoryPage(core, repository)}/${isPull ? "pull" : "issues"}/${issue.number}`;
  const pullUrl = `${repositoryUrl(core, repository)}/pulls/${issue.number}`;
  return {
    url,
    repository_url: repositoryUrl(core, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId(isPull ? "PR" : "I", issue.id),
    number: issue.number,
    title: issue.title,
    user: renderAccountId(core, issue.authorId),
    labels: issue.labels.map((name) => renderLabel(core, repository, name)),
    state: issue.state === "open" ? "open" : "closed",
    locked: false,
    assignee: issue.assigneeIds[0] === undefined ? null : renderAccountId(core, issue.assigneeIds[0]),
    assignees: issue.assigneeIds.map((id) => renderAccountId(core, id)),
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: authorAssociation(core, issue.authorId, repository),
    active_lock_reason: null,
    body: issue.body === "" ? null : issue.body,
    reactions: renderReactions(url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: renderViaApp(core, issue.authorId),
    draft: isPull && issue.isDraft,
    state_reason: issue.state === "open" ? null : "completed",
    ...(isPull
      ? {
          pull_request: {
            url: pullUrl,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: issue.mergedAt,
          },
        }
      : {}),
  };
}

export function renderIssueComment(
  core: ForgeCore,
  repository: SimRepository,
  subject: SimIssue | SimChange,
  comment: SimComment,
) {
  const url = `${repositoryUrl(core, repository)}/issues/comments/${comment.id}`;
  const kind = "headSha" in subject ? "pull" : "issues";
  return {
    url,
    html_url: `${repositoryPage(core, repository)}/${kind}/${subject.number}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(core, repository)}/issues/${subject.number}`,
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    user: renderAccountId(core, comment.accountId),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: authorAssociation(core, comment.accountId, repository),
    body: comment.body,
    reactions: renderReactions(url),
    performed_via_github_app: renderViaApp(core, comment.accountId),
  };
}

export function renderCommitComment(core: ForgeCore, repository: SimRepository, comment: SimCommitComment) {
  const url = `${repositoryUrl(core, repository)}/comments/${comment.id}`;
  return {
    url,
    html_url: `${repositoryPage(core, repository)}/commit/${comment.sha}#commitcomment-${comment.id}`,
    id: comment.id,
    node_id: nodeId("CC", comment.id),
    user: renderAccountId(core, comment.accountId),
    position: null,
    line: comment.line,
    path: comment.path,
    commit_id: comment.sha,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: authorAssociation(core, comment.accountId, repository),
    body: comment.body,
    reactions: renderReactions(url),
  };
}
