import type { ForgeCore } from "../../face.ts";
import { hunkUpTo } from "../../git/read-diff.ts";
import type { SimChange, SimRepository, SimReview, SimThread, SimThreadComment } from "../../model/types.ts";
import { renderAccountId } from "./account.ts";
import { nodeId } from "./node-id.ts";
import { authorAssociation } from "./pull.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

export function renderReview(core: ForgeCore, repository: SimRepository, change: SimChange, review: SimReview) {
  const page = `${repositoryPage(core, repository)}/pull/${change.number}#pullrequestreview-${review.id}`;
  const pull = `${repositoryUrl(core, repository)}/pulls/${change.number}`;
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: renderAccountId(core, review.accountId),
    body: review.body,
    state: review.state.toUpperCase(),
    html_url: page,
    pull_request_url: pull,
    author_association: authorAssociation(core, review.accountId, repository),
    _links: { html: { href: page }, pull_request: { href: pull } },
    ...(review.submittedAt === null ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commitSha,
  };
}

const sides = { old: "LEFT", new: "RIGHT" } as const;

export function renderReviewComment(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  thread: SimThread,
  comment: SimThreadComment,
) {
  const url = `${repositoryUrl(core, repository)}/pulls/comments/${comment.id}`;
  const pull = `${repositoryUrl(core, repository)}/pulls/${change.number}`;
  const page = `${repositoryPage(core, repository)}/pull/${change.number}#discussion_r${comment.id}`;
  const { position } = thread;
  const isFirst = thread.comments[0] === comment;
  const original = typeof thread.originalPosition === "number" ? thread.originalPosition : 1;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: nodeId("PRRC", comment.id),
    diff_hunk: hunkUpTo(thread.patch, original),
    path: position?.path ?? "",
    position: thread.isOutdated ? null : original,
    original_position: original,
    commit_id: thread.isOutdated ? comment.firstSha : change.headSha,
    original_commit_id: comment.firstSha,
    ...(isFirst ? {} : { in_reply_to_id: thread.comments[0]?.id }),
    user: renderAccountId(core, comment.accountId),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: page,
    pull_request_url: pull,
    author_association: authorAssociation(core, comment.accountId, repository),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull } },
    reactions: renderReactions(url),
    start_line: thread.isOutdated ? null : (position?.startLine ?? null),
    original_start_line: position?.startLine ?? null,
    start_side: position?.startSide == null ? null : sides[position.startSide],
    line: thread.isOutdated ? null : (thread.currentLine ?? position?.line ?? null),
    original_line: position?.line ?? null,
    side: sides[position?.side ?? "new"],
    subject_type: position?.isWholeFile === true ? "file" : "line",
  };
}

export function renderReactions(url: string) {
  const none = { total_count: 0, "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, ...none };
}
