import {
  addComment,
  addThread,
  deleteComment,
  editComment,
  editThreadComment,
  replyToThread,
  setThreadResolved,
} from "../model/conversations.ts";
import { changeOf, issueOf } from "../model/model.ts";
import type { SimChange, SimIssue, SimRepository } from "../model/types.ts";
import {
  type Asked,
  badRequest,
  flag,
  forbidden,
  levelOn,
  missing,
  notFound,
  paged,
  pathNumber,
  projectOf,
  requiredText,
  text,
} from "./http.ts";
import {
  type DiscussionView,
  discussionsOf,
  type NoteView,
  noteableOf,
  notesOf,
  renderDiscussion,
  renderNote,
} from "./note-views.ts";
import { readPosition } from "./positions.ts";
import { runQuickActions } from "./quick-actions.ts";
import type { Routes } from "./routes.ts";

/** Source: https://docs.gitlab.com/api/notes/ */
export function addNoteRoutes(routes: Routes): void {
  for (const kind of ["merge_requests", "issues"] as const) {
    const base = `/projects/:id/${kind}/:iid/notes`;
    routes.get(base, (asked) => {
      const { repository, subject } = subjectOf(asked, kind);
      const isDescending = text(asked.params, "sort") !== "asc";
      const notes = notesOf(subject);
      return paged(asked, isDescending ? notes.toReversed() : notes, (note) =>
        render(asked, repository, subject, note),
      );
    });
    routes.get(`${base}/:note`, (asked) => {
      const { repository, subject } = subjectOf(asked, kind);
      return Response.json(render(asked, repository, subject, noteIn(subject, pathNumber(asked, "note"))));
    });
    routes.post(base, (asked) => createNote(asked, kind));
    routes.put(`${base}/:note`, (asked) => editNote(asked, kind, pathNumber(asked, "note")));
    routes.delete(`${base}/:note`, async (asked) => {
      const { repository, subject } = subjectOf(asked, kind);
      const note = noteIn(subject, pathNumber(asked, "note"));
      requireAuthor(asked, repository, note);
      const comment = subject.comments.find((one) => one.id === note.id);
      if (comment === undefined) throw forbidden();
      await deleteComment(asked.model, repository, subject, comment, asked.account.id);
      return new Response(null, { status: 204 });
    });
  }
}

/** Source: https://docs.gitlab.com/api/discussions/#merge-requests */
export function addDiscussionRoutes(routes: Routes): void {
  const base = "/projects/:id/merge_requests/:iid/discussions";
  routes.get(base, (asked) => {
    const { repository, subject } = subjectOf(asked, "merge_requests");
    const noteable = noteableOf(subject);
    return paged(asked, discussionsOf(notesOf(subject)), (one) =>
      renderDiscussion(asked.core, repository, noteable, one),
    );
  });
  routes.get(`${base}/:discussion`, (asked) => {
    const { repository, subject } = subjectOf(asked, "merge_requests");
    return answerDiscussion(asked, repository, subject, discussionIn(asked, subject).id, 200);
  });
  routes.post(base, async (asked) => {
    const { repository, change } = changeIn(asked);
    const body = requiredText(asked.params, "body");
    const position = await readPosition(repository, change, asked.params.position);
    const given = { accountId: asked.account.id, body, position, sha: change.headSha };
    const thread = await addThread(asked.model, repository, change, given);
    const id = notesOf(change).find((note) => note.thread === thread)?.discussionId ?? "";
    return answerDiscussion(asked, repository, change, id, 201);
  });
  routes.put(`${base}/:discussion`, async (asked) => {
    const { repository, change } = changeIn(asked);
    const isResolved = flag(asked.params, "resolved");
    if (isResolved === null) throw missing("resolved");
    const discussion = discussionIn(asked, change);
    const thread = discussion.notes[0]?.thread;
    if (!thread?.isResolvable) throw badRequest("400 Bad request - Discussion is not resolvable");
    const isOwn = discussion.notes[0]?.accountId === asked.account.id || change.authorId === asked.account.id;
    if (!isOwn && levelOn(asked, repository) < 30) throw forbidden();
    await setThreadResolved(asked.model, repository, change, thread, { isResolved, actorId: asked.account.id });
    return answerDiscussion(asked, repository, change, discussion.id, 200);
  });
  routes.post(`${base}/:discussion/notes`, replyToDiscussion);
  routes.put(`${base}/:discussion/notes/:note`, (asked) =>
    editNote(asked, "merge_requests", pathNumber(asked, "note")),
  );
}

async function replyToDiscussion(asked: Asked): Promise<Response> {
  const { repository, change } = changeIn(asked);
  const body = requiredText(asked.params, "body");
  const first = discussionIn(asked, change).notes[0];
  if (first === undefined) throw notFound("Discussion");
  const given = { accountId: asked.account.id, body, sha: change.headSha };
  const reply =
    first.thread === null
      ? await addComment(asked.model, repository, change, { ...given, threadId: first.id })
      : await replyToThread(asked.model, repository, change, first.thread, given);
  return Response.json(render(asked, repository, change, noteIn(change, reply.id)), { status: 201 });
}

async function createNote(asked: Asked, kind: "merge_requests" | "issues"): Promise<Response> {
  const { repository, subject } = subjectOf(asked, kind);
  const given = requiredText(asked.params, "body");
  const { body, summary } = await runQuickActions(asked, repository, subject, given);
  if (body === "") return Response.json({ commands_changes: {}, summary }, { status: 202 });
  const note = await addComment(asked.model, repository, subject, { accountId: asked.account.id, body });
  return Response.json(render(asked, repository, subject, noteIn(subject, note.id)), { status: 201 });
}

async function editNote(asked: Asked, kind: "merge_requests" | "issues", id: number): Promise<Response> {
  const { repository, subject } = subjectOf(asked, kind);
  const note = noteIn(subject, id);
  requireAuthor(asked, repository, note);
  const body = text(asked.params, "body") ?? note.body;
  const comment = subject.comments.find((one) => one.id === id);
  const actorId = asked.account.id;
  if (comment !== undefined) await editComment(asked.model, repository, subject, comment, { body, actorId });
  else if ("threads" in subject && note.thread !== null) {
    const own = note.thread.comments.find((one) => one.id === id);
    if (own !== undefined)
      await editThreadComment(asked.model, repository, subject, note.thread, own, { body, actorId });
  }
  return Response.json(render(asked, repository, subject, noteIn(subject, id)));
}

/** System notes belong to GitLab; others to their author, or to a maintainer. */
function requireAuthor(asked: Asked, repository: SimRepository, note: NoteView): void {
  const isAllowed = note.accountId === asked.account.id || levelOn(asked, repository) >= 40;
  if (note.isSystem || !isAllowed) throw forbidden();
}

function subjectOf(
  asked: Asked,
  kind: "merge_requests" | "issues",
): { repository: SimRepository; subject: SimChange | SimIssue } {
  const repository = projectOf(asked, kind === "issues" ? 10 : 20);
  const iid = pathNumber(asked, "iid");
  if (kind === "issues") return { repository, subject: issueOf(repository, iid) };
  return { repository, subject: changeOf(repository, iid) };
}

function changeIn(asked: Asked): { repository: SimRepository; change: SimChange } {
  const repository = projectOf(asked, 20);
  return { repository, change: changeOf(repository, pathNumber(asked, "iid")) };
}

function noteIn(subject: SimChange | SimIssue, id: number): NoteView {
  const found = notesOf(subject).find((one) => one.id === id);
  if (found === undefined) throw notFound("Note");
  return found;
}

function discussionIn(asked: Asked, subject: SimChange | SimIssue): DiscussionView {
  const id = asked.context.req.param("discussion");
  const found = discussionsOf(notesOf(subject)).find((one) => one.id === id);
  if (found === undefined) throw notFound("Discussion");
  return found;
}

function answerDiscussion(
  asked: Asked,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  id: string,
  status: number,
): Response {
  const found = discussionsOf(notesOf(subject)).find((one) => one.id === id);
  if (found === undefined) throw notFound("Discussion");
  return Response.json(renderDiscussion(asked.core, repository, noteableOf(subject), found), { status });
}

function render(asked: Asked, repository: SimRepository, subject: SimChange | SimIssue, note: NoteView) {
  return renderNote(asked.core, repository, noteableOf(subject), note);
}
