import type { ForgeCore } from "../../face.ts";
import { isAtLeast, permissionOn } from "../../model/access.ts";
import { addLabel, closeChange, editChange, labelNamed, removeLabel, reopenChange } from "../../model/changes.ts";
import { addComment, deleteComment, editComment } from "../../model/conversations.ts";
import { editIssue, openIssue, setIssueState } from "../../model/issues.ts";
import { accountByLogin } from "../../model/model.ts";
import type { SimChange, SimIssue, SimRepository } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  demand,
  type GithubApp,
  type GithubContext,
  listIn,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderIssue, renderIssueComment } from "../render/issue.ts";
import { renderLabel } from "../render/pull.ts";

type Subject = SimIssue | SimChange;
const either = (level: "read" | "write") => [`issues:${level}`, `pull_requests:${level}`];

/** An issue or a pull request by its number; apps need the permission for the one that it is. */
export function subjectFor(
  core: ForgeCore,
  context: GithubContext,
  level: "read" | "write",
  user: "read" | "triage" = "read",
) {
  const repository = repositoryFor(core, context, { app: either(level), user });
  const number = numberParam(context, "number");
  const issue = repository.issues.find((one) => one.number === number);
  if (issue !== undefined) {
    demand(core, context, repository, { app: `issues:${level}`, user });
    if (!repository.hasIssues) throw new HttpError(410, "Issues are disabled for this repo");
    return { repository, subject: issue as Subject };
  }
  const change = repository.changes.find((one) => one.number === number);
  if (change === undefined) throw notFound();
  return { repository, subject: change as Subject };
}

/** Issues, their comments and labels; also those of pull requests. https://docs.github.com/rest/issues */
export function addIssueRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/issues";
  app.get(base, (context) => {
    const repository = repositoryFor(core, context, { app: "issues:read", user: "read" });
    return answerPage(context, listed(core, context, repository), (one) => renderIssue(core, repository, one));
  });
  app.post(base, async (context) => {
    const repository = repositoryFor(core, context, { app: "issues:write", user: "read" });
    if (!repository.hasIssues) throw new HttpError(410, "Issues are disabled for this repo");
    const body = await readBody(context);
    const title = textIn(body, "title");
    if (title === undefined || title === "") throw invalid("Issue", "title", "title is missing", "missing_field");
    const labels = listIn(body, "labels").map((one) => labelNamed(core.model, repository, String(one)).name);
    const assigneeIds = listIn(body, "assignees").map((one) => accountByLogin(core.model, String(one)).id);
    const authorId = actorOf(context).id;
    const issue = await openIssue(core.model, repository, {
      title,
      body: textIn(body, "body") ?? "",
      authorId,
      labels,
      assigneeIds,
    });
    return context.json(renderIssue(core, repository, issue), 201);
  });
  app.get(`${base}/comments`, (context) => {
    const repository = repositoryFor(core, context, { app: either("read"), user: "read" });
    const subjects: Subject[] = [...repository.issues, ...repository.changes];
    const all = subjects.flatMap((subject) => subject.comments.map((comment) => ({ subject, comment })));
    all.sort((a, b) => a.comment.id - b.comment.id);
    return answerPage(context, all, ({ subject, comment }) => renderIssueComment(core, repository, subject, comment));
  });
  addCommentRoutes(app, core, base);
  app.get(`${base}/:number`, (context) => {
    const { repository, subject } = subjectFor(core, context, "read");
    return context.json(renderIssue(core, repository, subject));
  });
  app.patch(`${base}/:number`, (context) => editSubject(core, context));
  app.get(`${base}/:number/comments`, (context) => {
    const { repository, subject } = subjectFor(core, context, "read");
    const since = Date.parse(context.req.query("since") ?? "1970-01-01T00:00:00Z");
    const shown = subject.comments.filter((one) => Date.parse(one.updatedAt) >= since);
    return answerPage(context, shown, (one) => renderIssueComment(core, repository, subject, one));
  });
  app.post(`${base}/:number/comments`, async (context) => {
    const { repository, subject } = subjectFor(core, context, "write");
    const body = textIn(await readBody(context), "body") ?? "";
    if (body.trim() === "") throw invalid("IssueComment", "data", "Body cannot be blank", "unprocessable");
    if (body.length > 65_536)
      throw invalid("IssueComment", "data", "Body is too long (maximum is 65536 characters)", "unprocessable");
    const comment = await addComment(core.model, repository, subject, { accountId: actorOf(context).id, body });
    return context.json(renderIssueComment(core, repository, subject, comment), 201);
  });
  addLabelRoutes(app, core, base);
}

function addCommentRoutes(app: GithubApp, core: ForgeCore, base: string): void {
  const find = (context: GithubContext, level: "read" | "write") => {
    const repository = repositoryFor(core, context, { app: either(level), user: "read" });
    const id = numberParam(context, "comment");
    const subjects: Subject[] = [...repository.issues, ...repository.changes];
    const subject = subjects.find((one) => one.comments.some((comment) => comment.id === id));
    const comment = subject?.comments.find((one) => one.id === id);
    if (subject === undefined || comment === undefined) throw notFound();
    return { repository, subject, comment };
  };
  app.get(`${base}/comments/:comment`, (context) => {
    const { repository, subject, comment } = find(context, "read");
    return context.json(renderIssueComment(core, repository, subject, comment));
  });
  app.patch(`${base}/comments/:comment`, async (context) => {
    const { repository, subject, comment } = find(context, "write");
    const actor = actorOf(context);
    mustOwn(core, actor.id, comment.accountId, repository);
    const body = textIn(await readBody(context), "body") ?? "";
    await editComment(core.model, repository, subject, comment, { body, actorId: actor.id });
    return context.json(renderIssueComment(core, repository, subject, comment));
  });
  app.delete(`${base}/comments/:comment`, async (context) => {
    const { repository, subject, comment } = find(context, "write");
    const actor = actorOf(context);
    mustOwn(core, actor.id, comment.accountId, repository);
    await deleteComment(core.model, repository, subject, comment, actor.id);
    return context.body(null, 204);
  });
}

/** One's own comments, and those of others with write access. */
function mustOwn(core: ForgeCore, actorId: number, ownerId: number, repository: SimRepository): void {
  if (actorId === ownerId || isAtLeast(permissionOn(core.model, actorId, repository), "write")) return;
  throw new HttpError(403, "Must have admin rights to Repository.");
}

function addLabelRoutes(app: GithubApp, core: ForgeCore, base: string): void {
  const shown = (repository: SimRepository, subject: Subject) =>
    subject.labels.map((name) => renderLabel(core, repository, name));
  app.get(`${base}/:number/labels`, (context) => {
    const { repository, subject } = subjectFor(core, context, "read");
    return answerPage(context, subject.labels, (name) => renderLabel(core, repository, name));
  });
  app.post(`${base}/:number/labels`, async (context) => {
    const { repository, subject } = subjectFor(core, context, "write", "triage");
    for (const name of listIn(await readBody(context), "labels")) {
      await addLabel(core.model, repository, subject, String(name), actorOf(context).id);
    }
    return context.json(shown(repository, subject));
  });
  app.delete(`${base}/:number/labels/:name`, async (context) => {
    const { repository, subject } = subjectFor(core, context, "write", "triage");
    await removeLabel(core.model, repository, subject, context.req.param("name"), actorOf(context).id);
    return context.json(shown(repository, subject));
  });
}

function listed(core: ForgeCore, context: GithubContext, repository: SimRepository): Subject[] {
  const { state = "open", creator, labels, since } = context.req.query();
  const wanted = (labels ?? "").split(",").filter((one) => one !== "");
  const from = Date.parse(since ?? "1970-01-01T00:00:00Z");
  const all: Subject[] = [...repository.issues, ...repository.changes];
  return all
    .filter((one) => state === "all" || (one.state === "open") === (state === "open"))
    .filter((one) => creator === undefined || accountByLogin(core.model, creator).id === one.authorId)
    .filter((one) => wanted.every((name) => one.labels.includes(name)) && Date.parse(one.updatedAt) >= from)
    .sort((a, b) => (context.req.query("direction") === "asc" ? a.number - b.number : b.number - a.number));
}

async function editSubject(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, subject } = subjectFor(core, context, "write");
  const body = await readBody(context);
  const actor = actorOf(context);
  const mayEdit =
    actor.id === subject.authorId ||
    actor.kind === "bot" ||
    isAtLeast(permissionOn(core.model, actor.id, repository), "triage");
  if (!mayEdit) throw new HttpError(403, "Must have triage access to Repository.");
  const [title, text, state] = [textIn(body, "title"), textIn(body, "body"), textIn(body, "state")];
  const edit = {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: text }),
    actorId: actor.id,
  };
  if ("headSha" in subject) {
    await editChange(core.model, repository, subject, edit);
    if (state === "closed") await closeChange(core.model, repository, subject, actor.id);
    if (state === "open" && subject.state !== "open") await reopenChange(core.model, repository, subject, actor.id);
  } else {
    if (title !== undefined || text !== undefined) await editIssue(core.model, repository, subject, edit);
    if (state === "open" || state === "closed") await setIssueState(core.model, repository, subject, state, actor.id);
  }
  return context.json(renderIssue(core, repository, subject));
}
