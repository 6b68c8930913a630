import type { ForgeCore } from "../../face.ts";
import type { SimEvent } from "../../model/events.ts";
import { fullNameOf, organisationOf } from "../../model/model.ts";
import type { SimInstallation, SimRepository } from "../../model/types.ts";
import { renderAccountId } from "../render/account.ts";
import { renderInstallation } from "../render/app.ts";
import { renderCheckRun, renderCheckSuite, renderStatus } from "../render/check.ts";
import { renderDeployment, renderDeploymentStatus } from "../render/deployment.ts";
import { renderCommitComment, renderIssue, renderIssueComment } from "../render/issue.ts";
import { nodeId } from "../render/node-id.ts";
import { renderLabel, renderPull, renderSimplePull } from "../render/pull.ts";
import { renderPushedRepository } from "../render/repository.ts";
import { renderReview, renderReviewComment } from "../render/review.ts";
import { renderTeam } from "../render/team.ts";
import {
  renderCheckRunForHook,
  renderMergeGroup,
  renderPush,
  renderShortRepository,
  renderSuiteForHook,
} from "./parts.ts";

/** One webhook before it is addressed: `repository`, `organization`, `sender` and `installation` are added for each receiver. */
export interface HookPayload {
  readonly event: string;
  readonly action: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly repository: SimRepository | null;
  readonly organisationId: number | null;
  readonly actorId: number;
  /** Only this installation hears of it. */
  readonly installation: SimInstallation | null;
  /** Only this app hears of it. */
  readonly onlyAppId: number | null;
  readonly overrides: Readonly<Record<string, unknown>>;
}

type Of<K extends SimEvent["kind"]> = Extract<SimEvent, { kind: K }>;

/** The webhooks that GitHub makes of an event. https://docs.github.com/webhooks/webhook-events-and-payloads */
export async function renderPayload(core: ForgeCore, event: SimEvent): Promise<HookPayload[]> {
  const nowhere = { repository: null, organisationId: null, installation: null, onlyAppId: null, overrides: {} };
  const place = "repository" in event ? { ...nowhere, repository: event.repository } : nowhere;
  const hook = (
    name: string,
    action: string | null,
    payload: object,
    more: Partial<HookPayload> = {},
  ): HookPayload[] => [
    {
      event: name,
      action,
      payload: { ...(action === null ? {} : { action }), ...payload },
      ...place,
      actorId: event.actorId,
      ...more,
    },
  ];
  switch (event.kind) {
    case "push":
      return hook("push", null, await renderPush(core, event.repository, event.push), {
        overrides: { repository: renderPushedRepository(core, event.repository) },
      });
    case "comment.created":
    case "comment.edited":
    case "comment.deleted": {
      const comment = renderIssueComment(core, event.repository, event.subject, event.comment);
      const changes = event.kind === "comment.edited" ? { changes: { body: { from: event.previousBody } } } : {};
      return hook("issue_comment", event.kind.slice(8), {
        issue: renderIssue(core, event.repository, event.subject),
        comment,
        ...changes,
      });
    }
    case "commit_comment.created":
      return hook("commit_comment", "created", { comment: renderCommitComment(core, event.repository, event.comment) });
    case "suite.requested":
    case "suite.rerequested":
      return hook("check_suite", event.kind.slice(6), await suite(core, event), { onlyAppId: event.suite.appId });
    case "suite.completed":
      return hook("check_suite", "completed", await suite(core, event));
    case "check.created":
    case "check.completed":
      return hook("check_run", event.kind.slice(6), await check(core, event));
    case "check.rerequested":
      return hook("check_run", "rerequested", await check(core, event), { onlyAppId: event.check.appId });
    case "deployment.created":
      return hook("deployment", "created", {
        deployment: renderDeployment(core, event.repository, event.deployment),
        workflow: null,
        workflow_run: null,
      });
    case "deployment.status": {
      const { repository, deployment, status } = event;
      const deployment_status = renderDeploymentStatus(core, repository, deployment, status);
      const none = { workflow: null, workflow_run: null };
      return hook("deployment_status", "created", {
        deployment_status,
        deployment: renderDeployment(core, repository, deployment),
        ...none,
      });
    }
    case "queue.checks_requested":
      return hook("merge_group", "checks_requested", {
        merge_group: await renderMergeGroup(event.repository, event.entry),
      });
    case "queue.destroyed":
      return hook("merge_group", "destroyed", {
        merge_group: await renderMergeGroup(event.repository, event.entry),
        reason: event.reason,
      });
    case "status": {
      const { repository, status } = event;
      const { avatar_url: _, creator: __, url: ___, ...shown } = renderStatus(core, repository, status);
      return hook("status", null, {
        ...shown,
        sha: status.sha,
        name: fullNameOf(core.model, repository),
        branches: [],
      });
    }
    case "repository.renamed":
      return hook("repository", "renamed", {
        changes: { repository: { name: { from: event.from.split("/").at(-1) } } },
      });
    case "change.approved":
    case "change.unapproved":
      return [];
    default:
      return renderOther(core, event, hook);
  }
}

async function suite(core: ForgeCore, event: Of<"suite.requested" | "suite.rerequested" | "suite.completed">) {
  return { check_suite: renderSuiteForHook(await renderCheckSuite(core, event.repository, event.suite)) };
}

async function check(core: ForgeCore, event: Of<"check.created" | "check.completed" | "check.rerequested">) {
  const { repository, check } = event;
  return { check_run: await renderCheckRunForHook(core, repository, check, renderCheckRun(core, repository, check)) };
}

type Hook = (event: string, action: string | null, payload: object, more?: Partial<HookPayload>) => HookPayload[];
type Other = Exclude<
  SimEvent,
  Of<
    | "push"
    | "comment.created"
    | "comment.edited"
    | "comment.deleted"
    | "commit_comment.created"
    | "suite.requested"
    | "suite.rerequested"
    | "suite.completed"
    | "check.created"
    | "check.completed"
    | "check.rerequested"
    | "deployment.created"
    | "deployment.status"
    | "queue.checks_requested"
    | "queue.destroyed"
    | "status"
    | "repository.renamed"
    | "change.approved"
    | "change.unapproved"
  >
>;

async function renderOther(core: ForgeCore, event: Other, hook: Hook): Promise<HookPayload[]> {
  switch (event.kind) {
    case "review.submitted":
    case "review.edited":
    case "review.dismissed": {
      const { repository, change, review } = event;
      const shown = renderReview(core, repository, change, review);
      const changes = event.kind === "review.edited" ? { changes: {} } : {};
      const payload = {
        review: { ...shown, state: shown.state.toLowerCase() },
        pull_request: renderSimplePull(core, repository, change),
        ...changes,
      };
      return hook("pull_request_review", event.kind.slice(7), payload);
    }
    case "thread.comment_created":
    case "thread.comment_edited":
    case "thread.comment_deleted": {
      const { repository, change, thread, comment } = event;
      // Comments of a pending review are told when it is submitted; the simulator tells them at once, one by one.
      const shown = renderReviewComment(core, repository, change, thread, comment);
      const changes = event.kind === "thread.comment_edited" ? { changes: { body: { from: "" } } } : {};
      const payload = { comment: shown, pull_request: renderSimplePull(core, repository, change), ...changes };
      return hook("pull_request_review_comment", event.kind.slice(15), payload);
    }
    case "thread.resolved":
    case "thread.unresolved": {
      const { repository, change, thread } = event;
      const comments = thread.comments.map((one) => renderReviewComment(core, repository, change, thread, one));
      const payload = {
        thread: { node_id: nodeId("PRRT", thread.id), comments },
        pull_request: renderSimplePull(core, repository, change),
      };
      return hook("pull_request_review_thread", event.kind.slice(7), payload);
    }
    case "issue.opened":
    case "issue.closed":
    case "issue.reopened":
    case "issue.edited":
    case "issue.labeled":
    case "issue.unlabeled": {
      const label = "label" in event ? { label: renderLabel(core, event.repository, event.label.name) } : {};
      const changes = event.kind === "issue.edited" || event.kind === "issue.opened" ? { changes: {} } : {};
      return hook("issues", event.kind.slice(6), {
        issue: renderIssue(core, event.repository, event.issue),
        ...label,
        ...changes,
      });
    }
    case "installation.created":
    case "installation.deleted":
    case "installation.repositories_added":
    case "installation.repositories_removed":
      return renderInstallationEvent(core, event, hook);
    case "team.member_added":
    case "team.member_removed": {
      const organisation = organisationOf(core.model, event.organisationId);
      const payload = {
        scope: "team",
        member: renderAccountId(core, event.accountId),
        team: renderTeam(core, organisation, event.team),
      };
      return hook("membership", event.kind === "team.member_added" ? "added" : "removed", payload, {
        organisationId: organisation.id,
      });
    }
    case "organisation.member_added":
    case "organisation.member_removed": {
      const organisation = organisationOf(core.model, event.organisationId);
      const membership = {
        url: `${core.url()}/orgs/${organisation.login}`,
        state: "active",
        role: "member",
        user: renderAccountId(core, event.accountId),
      };
      return hook("organization", event.kind.slice(13), { membership }, { organisationId: organisation.id });
    }
    default:
      return renderPullEvent(core, event, hook);
  }
}

function renderInstallationEvent(
  core: ForgeCore,
  event: Of<
    | "installation.created"
    | "installation.deleted"
    | "installation.repositories_added"
    | "installation.repositories_removed"
  >,
  hook: Hook,
): HookPayload[] {
  const { installation } = event;
  const more = { installation };
  const shown = renderInstallation(core, installation);
  const sees = (one: SimRepository) =>
    one.owner.kind === installation.account.kind &&
    one.owner.id === installation.account.id &&
    (installation.repositoryIds === null || installation.repositoryIds.includes(one.id));
  if (!("repositories" in event)) {
    const repositories = core.model.repositories.filter(sees).map((one) => renderShortRepository(core, one));
    return hook("installation", event.kind.slice(13), { installation: shown, repositories, requester: null }, more);
  }
  const isAdded = event.kind === "installation.repositories_added";
  const named = event.repositories.map((one) => renderShortRepository(core, one));
  const payload = {
    installation: shown,
    repository_selection: shown.repository_selection,
    repositories_added: isAdded ? named : [],
    repositories_removed: isAdded ? [] : named,
    requester: null,
  };
  return hook("installation_repositories", isAdded ? "added" : "removed", payload, more);
}

const pullActions = {
  "change.opened": "opened",
  "change.closed": "closed",
  "change.merged": "closed",
  "change.reopened": "reopened",
  "change.synchronized": "synchronize",
  "change.edited": "edited",
  "change.draft": "converted_to_draft",
  "change.ready": "ready_for_review",
  "change.labeled": "labeled",
  "change.unlabeled": "unlabeled",
  "change.review_requested": "review_requested",
  "change.enqueued": "enqueued",
  "change.dequeued": "dequeued",
} as const;

async function renderPullEvent(
  core: ForgeCore,
  event: Of<keyof typeof pullActions>,
  hook: Hook,
): Promise<HookPayload[]> {
  const { repository, change } = event;
  const shown = { number: change.number, pull_request: await renderPull(core, repository, change, { isTried: false }) };
  const more = pullDetails(core, event);
  return hook("pull_request", pullActions[event.kind], { ...shown, ...more });
}

function pullDetails(core: ForgeCore, event: Of<keyof typeof pullActions>): Record<string, unknown> {
  switch (event.kind) {
    case "change.synchronized":
      return { before: event.before, after: event.after };
    case "change.edited": {
      const { base, ...rest } = event.changes;
      return {
        changes: {
          ...rest,
          ...(base === undefined ? {} : { base: { ref: base, sha: { from: event.change.baseSha } } }),
        },
      };
    }
    case "change.labeled":
    case "change.unlabeled":
      return { label: renderLabel(core, event.repository, event.label.name) };
    case "change.review_requested":
      return { requested_reviewer: renderAccountId(core, event.reviewerId) };
    case "change.dequeued":
      return { reason: event.reason };
    default:
      return {};
  }
}
