import { emit, type Model, recordTimeline } from "./model.ts";
import { SimError } from "./sim-error.ts";
import type {
  ReviewState,
  SimChange,
  SimComment,
  SimIssue,
  SimPosition,
  SimRepository,
  SimReview,
  SimThread,
  SimThreadComment,
} from "./types.ts";

export async function addComment(
  model: Model,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  given: {
    readonly accountId: number;
    readonly body: string;
    readonly isSystem?: boolean;
    readonly threadId?: number | null;
  },
): Promise<SimComment> {
  const at = model.clock.tick();
  const comment: SimComment = {
    id: model.newId(),
    accountId: given.accountId,
    body: given.body,
    createdAt: at,
    updatedAt: at,
    lastEditedAt: null,
    isSystem: given.isSystem ?? false,
    threadId: given.threadId ?? null,
  };
  subject.comments.push(comment);
  subject.updatedAt = at;
  if (!comment.isSystem) {
    const event = { kind: "comment.created", repository, subject, comment, previousBody: null } as const;
    await emit(model, { ...event, actorId: given.accountId });
  }
  return comment;
}

export async function editComment(
  model: Model,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  comment: SimComment,
  edit: { readonly body: string; readonly actorId: number },
): Promise<void> {
  const previousBody = comment.body;
  comment.body = edit.body;
  comment.updatedAt = model.clock.tick();
  comment.lastEditedAt = comment.updatedAt;
  await emit(model, { kind: "comment.edited", repository, subject, comment, previousBody, actorId: edit.actorId });
}

export async function deleteComment(
  model: Model,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  comment: SimComment,
  actorId: number,
): Promise<void> {
  subject.comments = subject.comments.filter((one) => one !== comment);
  await emit(model, { kind: "comment.deleted", repository, subject, comment, previousBody: null, actorId });
}

/** A GitHub review. `state` pending keeps it unseen by others until it is submitted. */
export async function addReview(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: { readonly accountId: number; readonly state: ReviewState; readonly body: string; readonly sha: string },
): Promise<SimReview> {
  const at = model.clock.tick();
  const review: SimReview = {
    id: model.newId(),
    accountId: given.accountId,
    state: given.state,
    body: given.body,
    commitSha: given.sha,
    firstSha: given.sha,
    createdAt: at,
    submittedAt: given.state === "pending" ? null : at,
    updatedAt: at,
    lastEditedAt: null,
    dismissed: null,
  };
  change.reviews.push(review);
  change.updatedAt = at;
  if (given.state !== "pending") await submitted(model, repository, change, review);
  return review;
}

async function submitted(model: Model, repository: SimRepository, change: SimChange, review: SimReview): Promise<void> {
  change.requestedReviewerIds = change.requestedReviewerIds.filter((id) => id !== review.accountId);
  await emit(model, { kind: "review.submitted", repository, change, review, actorId: review.accountId });
}

export async function submitReview(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  review: SimReview,
  state: ReviewState,
): Promise<void> {
  review.state = state;
  review.submittedAt = model.clock.tick();
  review.updatedAt = review.submittedAt;
  await submitted(model, repository, change, review);
}

export async function editReview(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  review: SimReview,
  edit: { readonly body: string; readonly actorId: number },
): Promise<void> {
  review.body = edit.body;
  review.updatedAt = model.clock.tick();
  review.lastEditedAt = review.updatedAt;
  await emit(model, { kind: "review.edited", repository, change, review, actorId: edit.actorId });
}

export async function dismissReview(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  review: SimReview,
  given: { readonly actorId: number; readonly message: string },
): Promise<void> {
  if (review.state !== "approved" && review.state !== "changes_requested") {
    throw new SimError("invalid", "Can not dismiss a review that neither approves nor requests changes");
  }
  const data = { review_id: review.id, state: review.state, dismissal_message: given.message };
  const { at } = recordTimeline(model, change, { kind: "review_dismissed", actorId: given.actorId, data });
  review.dismissed = { byId: given.actorId, at, message: given.message, was: review.state };
  review.state = "dismissed";
  review.updatedAt = at;
  await emit(model, { kind: "review.dismissed", repository, change, review, actorId: given.actorId });
}

/** Starts a thread (GitHub: on a line; GitLab: a discussion, `position` may be `null`). */
export async function addThread(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: {
    readonly accountId: number;
    readonly body: string;
    readonly position: SimPosition | null;
    readonly sha: string;
    readonly reviewId?: number | null;
    readonly isResolvable?: boolean;
    readonly patch?: string;
    readonly originalPosition?: number;
  },
): Promise<SimThread> {
  const thread: SimThread = {
    id: model.newId(),
    position: given.position,
    isOutdated: false,
    isResolved: false,
    resolvedById: null,
    resolvedAt: null,
    currentLine: given.position?.line ?? null,
    patch: given.patch ?? "",
    originalPosition: given.originalPosition ?? null,
    isResolvable: given.isResolvable ?? true,
    comments: [],
  };
  change.threads.push(thread);
  await replyToThread(model, repository, change, thread, given);
  return thread;
}

export async function replyToThread(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  thread: SimThread,
  given: { readonly accountId: number; readonly body: string; readonly sha: string; readonly reviewId?: number | null },
): Promise<SimThreadComment> {
  const at = model.clock.tick();
  const comment: SimThreadComment = {
    id: model.newId(),
    accountId: given.accountId,
    body: given.body,
    createdAt: at,
    updatedAt: at,
    reviewId: given.reviewId ?? null,
    commitSha: given.sha,
    firstSha: given.sha,
    isSystem: false,
  };
  thread.comments.push(comment);
  change.updatedAt = at;
  const event = { kind: "thread.comment_created", repository, change, thread, comment } as const;
  await emit(model, { ...event, actorId: given.accountId });
  return comment;
}

export async function editThreadComment(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  thread: SimThread,
  comment: SimThreadComment,
  edit: { readonly body: string; readonly actorId: number },
): Promise<void> {
  comment.body = edit.body;
  comment.updatedAt = model.clock.tick();
  const event = { kind: "thread.comment_edited", repository, change, thread, comment } as const;
  await emit(model, { ...event, actorId: edit.actorId });
}

export async function setThreadResolved(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  thread: SimThread,
  given: { readonly isResolved: boolean; readonly actorId: number },
): Promise<void> {
  if (thread.isResolved === given.isResolved) return;
  thread.isResolved = given.isResolved;
  thread.resolvedById = given.isResolved ? given.actorId : null;
  thread.resolvedAt = given.isResolved ? model.clock.tick() : null;
  const kind = given.isResolved ? "thread.resolved" : "thread.unresolved";
  await emit(model, { kind, repository, change, thread, actorId: given.actorId });
}

/** GitLab's approval. Asked twice it stays the first. */
export async function approveChange(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  accountId: number,
): Promise<void> {
  if (change.approvals.some((one) => one.accountId === accountId)) return;
  const at = model.clock.tick();
  change.approvals.push({ accountId, at });
  change.updatedAt = at;
  await emit(model, { kind: "change.approved", repository, change, actorId: accountId });
}

export async function unapproveChange(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  accountId: number,
): Promise<void> {
  if (!change.approvals.some((one) => one.accountId === accountId)) throw new SimError("not-found", "Not approved");
  change.approvals = change.approvals.filter((one) => one.accountId !== accountId);
  change.updatedAt = model.clock.tick();
  await emit(model, { kind: "change.unapproved", repository, change, actorId: accountId });
}
