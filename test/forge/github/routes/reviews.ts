import type { ForgeCore } from "../../face.ts";
import { addReview, addThread, dismissReview, editReview, submitReview } from "../../model/conversations.ts";
import type { ReviewState, SimChange, SimReview } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  listIn,
  numberParam,
  readBody,
  textIn,
} from "../github.ts";
import { HttpError, notFound } from "../http-error.ts";
import { renderReview, renderReviewComment } from "../render/review.ts";
import { requireCommitOf, resolveLine } from "../resolve-line.ts";
import { changeFor } from "./pulls.ts";

const read = { app: "pull_requests:read", user: "read" } as const;
const write = { app: "pull_requests:write", user: "read" } as const;

const states: Readonly<Record<string, ReviewState>> = {
  APPROVE: "approved",
  REQUEST_CHANGES: "changes_requested",
  COMMENT: "commented",
};

/** Reviews. https://docs.github.com/rest/pulls/reviews */
export function addReviewRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/pulls/:number/reviews";
  app.get(base, (context) => {
    const { repository, change } = changeFor(core, context, read);
    const caller = context.get("caller");
    const own = caller.kind === "user" || caller.kind === "installation" ? caller.account.id : 0;
    const visible = change.reviews.filter((one) => one.state !== "pending" || one.accountId === own);
    return answerPage(context, visible, (one) => renderReview(core, repository, change, one));
  });
  app.post(base, (context) => createReview(core, context));
  app.get(`${base}/:review`, (context) => {
    const { repository, change } = changeFor(core, context, read);
    return context.json(renderReview(core, repository, change, reviewOf(context, change)));
  });
  app.put(`${base}/:review`, async (context) => {
    const { repository, change } = changeFor(core, context, write);
    const review = reviewOf(context, change);
    const actor = actorOf(context);
    if (review.accountId !== actor.id) throw new HttpError(403, "You can only edit your own reviews");
    await editReview(core.model, repository, change, review, {
      body: textIn(await readBody(context), "body") ?? "",
      actorId: actor.id,
    });
    return context.json(renderReview(core, repository, change, review));
  });
  app.get(`${base}/:review/comments`, (context) => {
    const { repository, change } = changeFor(core, context, read);
    const review = reviewOf(context, change);
    const found = change.threads.flatMap((thread) =>
      thread.comments.filter((one) => one.reviewId === review.id).map((comment) => ({ thread, comment })),
    );
    return answerPage(context, found, ({ thread, comment }) =>
      renderReviewComment(core, repository, change, thread, comment),
    );
  });
  app.post(`${base}/:review/events`, async (context) => {
    const { repository, change } = changeFor(core, context, write);
    const review = reviewOf(context, change);
    const state = states[textIn(await readBody(context), "event") ?? ""];
    if (state === undefined || review.state !== "pending") throw new HttpError(422, "Unprocessable Entity");
    checkOwnReview(change, actorOf(context).id, state);
    await submitReview(core.model, repository, change, review, state);
    return context.json(renderReview(core, repository, change, review));
  });
  app.put(`${base}/:review/dismissals`, async (context) => {
    const { repository, change } = changeFor(core, context, { app: "pull_requests:write", user: "write" });
    const message = textIn(await readBody(context), "message") ?? "";
    if (message === "") throw new HttpError(422, "Validation Failed", { errors: ["Message can't be blank"] });
    const review = reviewOf(context, change);
    await dismissReview(core.model, repository, change, review, { actorId: actorOf(context).id, message });
    return context.json(renderReview(core, repository, change, review));
  });
}

function reviewOf(context: GithubContext, change: SimChange): SimReview {
  const id = numberParam(context, "review");
  const found = change.reviews.find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function checkOwnReview(change: SimChange, accountId: number, state: ReviewState): void {
  if (accountId !== change.authorId || state === "commented" || state === "pending") return;
  const what = state === "approved" ? "approve" : "request changes on";
  throw new HttpError(422, "Unprocessable Entity", { errors: [`Review Can not ${what} your own pull request`] });
}

async function createReview(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, change } = changeFor(core, context, write);
  const body = await readBody(context);
  const actor = actorOf(context);
  const event = textIn(body, "event");
  const state = event === undefined ? "pending" : states[event];
  if (state === undefined)
    throw new HttpError(422, "Unprocessable Entity", { errors: ["Variable $event was provided invalid value"] });
  checkOwnReview(change, actor.id, state);
  const text = textIn(body, "body") ?? "";
  // What is asked with a review must be an object with path, line and body; `resolveLine` says what is missing.
  const comments = listIn(body, "comments") as readonly Record<string, unknown>[];
  if (text === "" && (state === "changes_requested" || (state === "commented" && comments.length === 0))) {
    throw new HttpError(422, "Unprocessable Entity", { errors: ["Could not create review: body can't be blank"] });
  }
  const sha = textIn(body, "commit_id") ?? change.headSha;
  await requireCommitOf(repository, change, sha);
  const places = await Promise.all(comments.map((one) => resolveLine(repository, change, sha, one, "review")));
  const review = await addReview(core.model, repository, change, {
    accountId: actor.id,
    state: "pending",
    body: text,
    sha,
  });
  for (const [at, place] of places.entries()) {
    const comment = { accountId: actor.id, body: textIn(comments[at] ?? {}, "body") ?? "", sha, reviewId: review.id };
    await addThread(core.model, repository, change, { ...comment, ...place });
  }
  if (state !== "pending") await submitReview(core.model, repository, change, review, state);
  return context.json(renderReview(core, repository, change, review));
}
