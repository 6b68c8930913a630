import type { ForgeCore } from "../face.ts";
import { git } from "../git/run-git.ts";
import type { SimEvent } from "../model/events.ts";
import { accountOf, fullNameOf, repositoryOf } from "../model/model.ts";
import { type SimChange, type SimIssue, type SimPush, type SimRepository, zeroSha } from "../model/types.ts";
import { renderCommit } from "./commit-routes.ts";
import { hookTime, hookUser } from "./payload-parts.ts";
import type { Payload } from "./webhooks.ts";

const changeActions: Readonly<Record<string, string>> = {
  "change.opened": "open",
  "change.closed": "close",
  "change.reopened": "reopen",
  "change.merged": "merge",
  "change.synchronized": "update",
  "change.edited": "update",
  "change.draft": "update",
  "change.ready": "update",
  "change.labeled": "update",
  "change.unlabeled": "update",
  "change.review_requested": "update",
  "change.approved": "approved",
  "change.unapproved": "unapproved",
};

/**
 * The default of `push_event_hooks_limit`: of a push that makes, moves or removes more branches, no webhook tells.
 * Source: https://docs.gitlab.com/administration/settings/rate_limit_on_pushes/ and app/services/git/process_ref_changes_service.rb
 */
const mostTold = 3;

/** The webhook's body; `null` where GitLab sends none. Source: https://docs.gitlab.com/user/project/integrations/webhook_events/ */
export async function renderPayload(core: ForgeCore, event: SimEvent): Promise<Payload | null> {
  switch (event.kind) {
    case "push":
      return event.push.together.count > mostTold ? null : pushPayload(core, event.repository, event.push);
    case "comment.created":
    case "comment.edited": {
      const kind =
        "headSha" in event.subject
          ? { merge_request: changeOfNote(core, event.repository, event.subject) }
          : { issue: issuePart(event.subject) };
      const type = "headSha" in event.subject ? "MergeRequest" : "Issue";
      return notePayload(core, event.repository, event.actorId, {
        ...event.comment,
        type,
        action: actionOf(event.kind),
        kind,
      });
    }
    case "thread.comment_created":
    case "thread.comment_edited": {
      const kind = { merge_request: changeOfNote(core, event.repository, event.change) };
      return notePayload(core, event.repository, event.actorId, {
        ...event.comment,
        type: "MergeRequest",
        action: actionOf(event.kind),
        kind,
      });
    }
    case "commit_comment.created": {
      const commit = await renderCommit(core, event.repository, event.comment.sha);
      const kind = { commit: { id: commit.id, title: commit.title, message: commit.message, url: commit.web_url } };
      return notePayload(core, event.repository, event.actorId, {
        ...event.comment,
        type: "Commit",
        action: "create",
        kind,
      });
    }
    case "issue.opened":
    case "issue.closed":
    case "issue.reopened":
    case "issue.edited":
      return issuePayload(core, event.repository, event.issue, event.kind, event.actorId);
    case "deployment.created":
    case "deployment.status":
      return {
        name: "Deployment Hook",
        setting: "deployment_events",
        body: {
          object_kind: "deployment",
          status: event.deployment.status,
          status_changed_at: hookTime(event.deployment.updatedAt),
          deployment_id: event.deployment.id,
          environment: event.deployment.environment,
          project: projectPart(core, event.repository),
          short_sha: event.deployment.sha.slice(0, 8),
          user: hookUser(core, event.actorId),
          ref: event.deployment.ref,
        },
      };
    default: {
      const action = changeActions[event.kind];
      return action !== undefined && "change" in event ? changePayload(core, event, action) : null;
    }
  }
}

function actionOf(kind: string): string {
  return kind.endsWith("created") ? "create" : "update";
}

function changePayload(core: ForgeCore, event: Extract<SimEvent, { change: SimChange }>, action: string): Payload {
  const { repository, change, actorId } = event;
  const oldrev = event.kind === "change.synchronized" ? { oldrev: event.before } : {};
  return {
    name: "Merge Request Hook",
    setting: "merge_requests_events",
    body: {
      object_kind: "merge_request",
      event_type: "merge_request",
      user: hookUser(core, actorId),
      project: projectPart(core, repository),
      repository: repositoryPart(core, repository),
      object_attributes: { ...changePart(core, repository, change), action, ...oldrev },
      labels: change.labels.map((title) => ({ title })),
      changes: event.kind === "change.edited" ? changesOf(event.changes, change) : {},
      assignees: [],
      reviewers: change.requestedReviewerIds.map((id) => hookUser(core, id)),
    },
  };
}

function changesOf(changes: Readonly<Record<string, { readonly from: string }>>, change: SimChange) {
  const now: Record<string, [string, string]> = {
    title: ["title", change.title],
    body: ["description", change.body],
    base: ["target_branch", change.baseBranch],
  };
  return Object.fromEntries(
    Object.entries(changes).map(([name, { from }]) => {
      const [key, current] = now[name] ?? [name, ""];
      return [key, { previous: from, current }];
    }),
  );
}

function changePart(core: ForgeCore, repository: SimRepository, change: SimChange) {
  return {
    id: change.id,
    iid: change.number,
    target_branch: change.baseBranch,
    source_branch: change.head.branch,
    source_project_id: change.head.repositoryId,
    target_project_id: repository.id,
    author_id: change.authorId,
    title: change.title,
    description: change.body,
    state: change.state === "open" ? "opened" : change.state,
    draft: change.isDraft,
    work_in_progress: change.isDraft,
    created_at: hookTime(change.createdAt),
    updated_at: hookTime(change.updatedAt),
    merge_commit_sha: change.mergeSha,
    last_commit: { id: change.headSha },
    source: projectPart(core, repositoryOf(core.model, change.head.repositoryId)),
    target: projectPart(core, repository),
    url: `${core.url()}/${fullNameOf(core.model, repository)}/-/merge_requests/${change.number}`,
  };
}

function changeOfNote(core: ForgeCore, repository: SimRepository, change: SimChange) {
  return changePart(core, repository, change);
}

interface NoteGiven {
  readonly id: number;
  readonly body: string;
  readonly accountId: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly type: "MergeRequest" | "Issue" | "Commit";
  readonly action: string;
  readonly kind: Readonly<Record<string, unknown>>;
}

function notePayload(core: ForgeCore, repository: SimRepository, actorId: number, note: NoteGiven): Payload {
  return {
    name: "Note Hook",
    setting: "note_events",
    body: {
      object_kind: "note",
      event_type: "note",
      user: hookUser(core, actorId),
      project_id: repository.id,
      project: projectPart(core, repository),
      repository: repositoryPart(core, repository),
      object_attributes: {
        id: note.id,
        internal: false,
        note: note.body,
        noteable_type: note.type,
        author_id: note.accountId,
        created_at: hookTime(note.createdAt),
        updated_at: hookTime(note.updatedAt),
        project_id: repository.id,
        system: false,
        action: note.action,
        url: `${core.url()}/${fullNameOf(core.model, repository)}#note_${note.id}`,
      },
      ...note.kind,
    },
  };
}

function issuePart(issue: SimIssue) {
  return { id: issue.id, iid: issue.number, title: issue.title, state: issue.state === "open" ? "opened" : "closed" };
}

function issuePayload(
  core: ForgeCore,
  repository: SimRepository,
  issue: SimIssue,
  kind: string,
  actorId: number,
): Payload {
  const actions: Readonly<Record<string, string>> = {
    "issue.opened": "open",
    "issue.closed": "close",
    "issue.reopened": "reopen",
  };
  return {
    name: "Issue Hook",
    setting: "issues_events",
    body: {
      object_kind: "issue",
      event_type: "issue",
      user: hookUser(core, actorId),
      project: projectPart(core, repository),
      repository: repositoryPart(core, repository),
      object_attributes: { ...issuePart(issue), description: issue.body, action: actions[kind] ?? "update" },
    },
  };
}

async function pushPayload(core: ForgeCore, repository: SimRepository, push: SimPush): Promise<Payload> {
  const isTag = push.ref.startsWith("refs/tags/");
  const account = accountOf(core.model, push.actorId);
  const commits = push.after === zeroSha ? [] : await commitsOf(core, repository, push);
  return {
    name: isTag ? "Tag Push Hook" : "Push Hook",
    setting: isTag ? "tag_push_events" : "push_events",
    body: {
      object_kind: isTag ? "tag_push" : "push",
      event_name: isTag ? "tag_push" : "push",
      before: push.before,
      after: push.after,
      ref: push.ref,
      ref_protected: false,
      checkout_sha: push.after === zeroSha ? null : push.after,
      user_id: account.id,
      user_name: account.name,
      user_username: account.login,
      user_email: "",
      project_id: repository.id,
      project: projectPart(core, repository),
      commits,
      total_commits_count: commits.length,
      push_options: {},
      repository: repositoryPart(core, repository),
    },
  };
}

/** The newest 20, oldest first, as GitLab sends at most. */
async function commitsOf(core: ForgeCore, repository: SimRepository, push: SimPush) {
  const range = push.before === zeroSha ? push.after : `${push.before}..${push.after}`;
  const shas = (await git(repository.directory, ["rev-list", "--max-count=20", range]))
    .split("\n")
    .filter((line) => line !== "");
  const commits = await Promise.all(shas.toReversed().map((sha) => renderCommit(core, repository, sha)));
  return commits.map((commit) => ({
    id: commit.id,
    message: commit.message,
    title: commit.title,
    timestamp: commit.committed_date,
    url: commit.web_url,
    author: { name: commit.author_name, email: commit.author_email },
  }));
}

function projectPart(core: ForgeCore, repository: SimRepository) {
  const path = fullNameOf(core.model, repository);
  return {
    id: repository.id,
    name: repository.name,
    description: repository.description,
    web_url: `${core.url()}/${path}`,
    git_http_url: `${core.url()}/${path}.git`,
    namespace: path.slice(0, path.lastIndexOf("/")),
    visibility_level: repository.isPrivate ? 0 : 20,
    path_with_namespace: path,
    default_branch: repository.defaultBranch,
  };
}

function repositoryPart(core: ForgeCore, repository: SimRepository) {
  const { name, description } = repository;
  return {
    name,
    url: projectPart(core, repository).git_http_url,
    description,
    homepage: projectPart(core, repository).web_url,
  };
}
