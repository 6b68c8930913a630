import { emit, type Model, recordTimeline } from "./model.ts";
import type { SimCommitComment, SimIssue, SimRepository } from "./types.ts";

export async function openIssue(
  model: Model,
  repository: SimRepository,
  given: {
    readonly title: string;
    readonly body: string;
    readonly authorId: number;
    readonly labels?: readonly string[];
    readonly assigneeIds?: readonly number[];
  },
): Promise<SimIssue> {
  const at = model.clock.tick();
  const issue: SimIssue = {
    id: model.newId(),
    number: model.traits.hasSharedNumbers ? repository.nextNumber++ : repository.nextIssueNumber++,
    title: given.title,
    body: given.body,
    state: "open",
    authorId: given.authorId,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    labels: [...(given.labels ?? [])],
    assigneeIds: [...(given.assigneeIds ?? [])],
    comments: [],
    timeline: [],
  };
  repository.issues.push(issue);
  await emit(model, { kind: "issue.opened", repository, issue, actorId: given.authorId });
  return issue;
}

export async function setIssueState(
  model: Model,
  repository: SimRepository,
  issue: SimIssue,
  state: "open" | "closed",
  actorId: number,
): Promise<void> {
  if (issue.state === state) return;
  const isClosed = state === "closed";
  const { at } = recordTimeline(model, issue, { kind: isClosed ? "closed" : "reopened", actorId });
  issue.state = state;
  issue.closedAt = isClosed ? at : null;
  await emit(model, { kind: isClosed ? "issue.closed" : "issue.reopened", repository, issue, actorId });
}

export async function editIssue(
  model: Model,
  repository: SimRepository,
  issue: SimIssue,
  edit: { readonly title?: string; readonly body?: string; readonly actorId: number },
): Promise<void> {
  issue.title = edit.title ?? issue.title;
  issue.body = edit.body ?? issue.body;
  issue.updatedAt = model.clock.tick();
  await emit(model, { kind: "issue.edited", repository, issue, actorId: edit.actorId });
}

export async function addCommitComment(
  model: Model,
  repository: SimRepository,
  given: Omit<SimCommitComment, "id" | "createdAt" | "updatedAt" | "lastEditedAt">,
): Promise<SimCommitComment> {
  const at = model.clock.tick();
  const comment: SimCommitComment = { ...given, id: model.newId(), createdAt: at, updatedAt: at, lastEditedAt: null };
  repository.commitComments.push(comment);
  await emit(model, { kind: "commit_comment.created", repository, comment, actorId: given.accountId });
  return comment;
}
