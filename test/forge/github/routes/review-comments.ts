import type { ForgeCore } from "../../face.ts";
import { addReview, addThread, editThreadComment, replyToThread, submitReview } from "../../model/conversations.ts";
import { emit } from "../../model/model.ts";
import type { SimChange, SimRepository } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  numberIn,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderReviewComment } from "../render/review.ts";
import { requireCommitOf, resolveLine } from "../resolve-line.ts";
import { changeFor } from "./pulls.ts";

const read = { app: "pull_requests:read", user: "read" } as const;
const write = { app: "pull_requests:write", user: "read" } as const;

/** Comments on the lines of a diff. https://docs.github.com/rest/pulls/comments */
export function addReviewCommentRoutes(app: GithubApp, core: ForgeCore): void {
  const pulls = "/repos/:owner/:repo/pulls";
  app.get(`${pulls}/comments/:comment`, (context) => {
    const repository = repositoryFor(core, context, read);
    const { change, thread, comment } = findComment(repository, numberParam(context, "comment"));
    return context.json(renderReviewComment(core, repository, change, thread, comment));
  });
  app.patch(`${pulls}/comments/:comment`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const { change, thread, comment } = findComment(repository, numberParam(context, "comment"));
    const actor = actorOf(context);
    if (comment.accountId !== actor.id) throw new HttpError(403, "Must be the author of the comment");
    const body = textIn(await readBody(context), "body") ?? "";
    await editThreadComment(core.model, repository, change, thread, comment, { body, actorId: actor.id });
    return context.json(renderReviewComment(core, repository, change, thread, comment));
  });
  app.delete(`${pulls}/comments/:comment`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const { change, thread, comment } = findComment(repository, numberParam(context, "comment"));
    const actorId = actorOf(context).id;
    thread.comments = thread.comments.filter((one) => one !== comment);
    if (thread.comments.length === 0) change.threads = change.threads.filter((one) => one !== thread);
    await emit(core.model, { kind: "thread.comment_deleted", repository, change, thread, comment, actorId });
    return context.body(null, 204);
  });
  app.get(`${pulls}/:number/comments`, (context) => {
    const { repository, change } = changeFor(core, context, read);
    const all = change.threads.flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })));
    all.sort((a, b) => a.comment.id - b.comment.id);
    return answerPage(context, all, ({ thread, comment }) =>
      renderReviewComment(core, repository, change, thread, comment),
    );
  });
  app.post(`${pulls}/:number/comments`, (context) => createComment(core, context));
  app.post(`${pulls}/:number/comments/:comment/replies`, async (context) => {
    const { repository, change } = changeFor(core, context, write);
    return reply(core, context, repository, change, numberParam(context, "comment"), await readBody(context));
  });
}

function findComment(repository: SimRepository, id: number) {
  for (const change of repository.changes) {
    for (const thread of change.threads) {
      const comment = thread.comments.find((one) => one.id === id);
      if (comment !== undefined) return { change, thread, comment };
    }
  }
  throw notFound();
}

async function createComment(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, change } = changeFor(core, context, write);
  const body = await readBody(context);
  const repliedTo = numberIn(body, "in_reply_to");
  if (repliedTo !== undefined) return reply(core, context, repository, change, repliedTo, body);
  const [text, sha] = [textIn(body, "body"), textIn(body, "commit_id")];
  if (text === undefined || text === "") throw invalid("PullRequestReviewComment", "body", "body can't be blank");
  if (sha === undefined)
    throw invalid("PullRequestReviewComment", "commit_id", "commit_id wasn't supplied", "missing_field");
  await requireCommitOf(repository, change, sha);
  const place = await resolveLine(repository, change, sha, body, "comment");
  const accountId = actorOf(context).id;
  // A comment alone makes a review of its own.
  const review = await addReview(core.model, repository, change, { accountId, state: "pending", body: "", sha });
  const thread = await addThread(core.model, repository, change, {
    accountId,
    body: text,
    sha,
    reviewId: review.id,
    ...place,
  });
  await submitReview(core.model, repository, change, review, "commented");
  const [comment] = thread.comments;
  if (comment === undefined) throw notFound();
  return context.json(renderReviewComment(core, repository, change, thread, comment), 201);
}

async function reply(
  core: ForgeCore,
  context: GithubContext,
  repository: SimRepository,
  change: SimChange,
  to: number,
  body: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const thread = change.threads.find((one) => one.comments.some((comment) => comment.id === to));
  if (thread === undefined) throw notFound();
  const accountId = actorOf(context).id;
  const text = textIn(body, "body") ?? "";
  const sha = thread.comments[0]?.firstSha ?? change.headSha;
  const review = await addReview(core.model, repository, change, { accountId, state: "pending", body: "", sha });
  const given = { accountId, body: text, sha, reviewId: review.id };
  const comment = await replyToThread(core.model, repository, change, thread, given);
  await submitReview(core.model, repository, change, review, "commented");
  return context.json(renderReviewComment(core, repository, change, thread, comment), 201);
}
