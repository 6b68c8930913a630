import type { ForgeCore } from "../../face.ts";
import { accountOf } from "../../model/model.ts";
import type { SimChange, SimRepository, SimReview, SimThread, SimThreadComment } from "../../model/types.ts";
import { nodeId } from "../render/node-id.ts";
import { renderReviewComment } from "../render/review.ts";

/** A user or a bot. GraphQL gives a bot's login without `[bot]`. */
export function actorNode(core: ForgeCore, accountId: number) {
  const account = accountOf(core.model, accountId);
  const isBot = account.kind === "bot";
  return {
    __typename: isBot ? "Bot" : "User",
    id: nodeId(isBot ? "BOT" : "U", account.id),
    databaseId: account.id,
    login: account.login.replace(/\[bot\]$/, ""),
    name: account.name,
    url: `${core.url()}/${account.login}`,
  };
}

export function reviewNode(core: ForgeCore, _repository: SimRepository, _change: SimChange, review: SimReview) {
  return {
    __typename: "PullRequestReview",
    id: nodeId("PRR", review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    state: review.state.toUpperCase(),
    body: review.body,
    author: () => actorNode(core, review.accountId),
    commit: { __typename: "Commit", oid: review.commitSha },
    createdAt: review.createdAt,
    submittedAt: review.submittedAt,
    updatedAt: review.updatedAt,
    lastEditedAt: review.lastEditedAt,
    includesCreatedEdit: review.lastEditedAt !== null,
  };
}

export function threadNode(core: ForgeCore, repository: SimRepository, change: SimChange, thread: SimThread) {
  const sides = { old: "LEFT", new: "RIGHT" } as const;
  const { position } = thread;
  return {
    __typename: "PullRequestReviewThread",
    id: nodeId("PRRT", thread.id),
    isResolved: thread.isResolved,
    isOutdated: thread.isOutdated,
    isCollapsed: thread.isResolved || thread.isOutdated,
    path: position?.path ?? "",
    line: thread.isOutdated ? null : thread.currentLine,
    originalLine: position?.line ?? null,
    startLine: thread.isOutdated ? null : (position?.startLine ?? null),
    originalStartLine: position?.startLine ?? null,
    diffSide: sides[position?.side ?? "new"],
    startDiffSide: position?.startSide == null ? null : sides[position.startSide],
    subjectType: position?.isWholeFile === true ? "FILE" : "LINE",
    resolvedBy: thread.resolvedById === null ? null : userNode(core, thread.resolvedById),
    comments: { ...commentsOf(core, repository, change, thread) },
  };
}

/** `resolvedBy` is a User in the schema, a bot as well. */
function userNode(core: ForgeCore, accountId: number) {
  return { ...actorNode(core, accountId), __typename: "User" };
}

function commentsOf(core: ForgeCore, repository: SimRepository, change: SimChange, thread: SimThread) {
  const nodes = thread.comments.map((one) => commentNode(core, repository, change, thread, one));
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
  return { totalCount: nodes.length, nodes, edges: nodes.map((node) => ({ node, cursor: "" })), pageInfo };
}

function commentNode(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  thread: SimThread,
  comment: SimThreadComment,
) {
  const rest = renderReviewComment(core, repository, change, thread, comment);
  return {
    __typename: "PullRequestReviewComment",
    id: rest.node_id,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    path: rest.path,
    line: rest.line,
    originalLine: rest.original_line,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    url: rest.html_url,
    outdated: thread.isOutdated,
    author: () => actorNode(core, comment.accountId),
  };
}
