import type { ForgeCore } from "../face.ts";
import { resolveCommit } from "../git/bare-repository.ts";
import { git, tryGit } from "../git/run-git.ts";
import { emit, fullNameOf } from "../model/model.ts";
import { commitFiles } from "../model/repositories.ts";
import type { SimCommitComment, SimRepository } from "../model/types.ts";
import {
  type Asked,
  badRequest,
  forbidden,
  GitlabRefusal,
  levelOn,
  notFound,
  paged,
  pathNumber,
  projectOf,
  requiredText,
  text,
} from "./http.ts";
import { discussionsOf, type Noteable, renderDiscussion, renderNote, viewsOfCommit } from "./note-views.ts";
import { isAllowedBy, protectionOf } from "./protection.ts";
import { instant, renderMergeRequest, renderUserId } from "./render.ts";
import type { Routes } from "./routes.ts";

/** Source: https://docs.gitlab.com/api/commits/ */
export function addCommitRoutes(routes: Routes): void {
  const list = "/projects/:id/repository/commits";
  const one = `${list}/:sha`;
  routes.get(list, async (asked) => {
    const repository = projectOf(asked);
    const tip = await resolveCommit(repository.directory, text(asked.params, "ref_name") ?? repository.defaultBranch);
    if (tip === null) throw notFound("Commit");
    const shas = (await git(repository.directory, ["rev-list", "--max-count=1000", tip])).split("\n");
    const commits = await Promise.all(shas.slice(0, 100).map((sha) => renderCommit(asked.core, repository, sha)));
    return paged(asked, commits, (commit) => commit);
  });
  routes.post(list, createCommit);
  routes.get(one, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    return Response.json(await renderCommit(asked.core, repository, sha));
  });
  routes.get(`${one}/merge_requests`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const found: unknown[] = [];
    for (const change of repository.changes) {
      const isTip = [change.mergeSha, change.squashSha, change.headSha].includes(sha);
      if (
        isTip ||
        (await isWithin(repository, change.versions.at(-1)?.mergeBaseSha ?? change.baseSha, change.headSha, sha))
      ) {
        found.push(renderMergeRequest(asked.core, repository, change));
      }
    }
    return paged(asked, found, (change) => change);
  });
  routes.get(`${one}/signature`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const object = await git(repository.directory, ["cat-file", "commit", sha]);
    if (!/^gpgsig /m.test(object.split("\n\n")[0] ?? "")) throw notFound("Signature");
    return Response.json({ signature_type: "SSH", verification_status: "unverified", commit_source: "gitaly" });
  });
  addCommitDiscussionRoutes(routes, one);
}

/** Whether the commit is one that the change brought. */
async function isWithin(repository: SimRepository, from: string, to: string, sha: string): Promise<boolean> {
  const list = await tryGit(repository.directory, ["rev-list", `${from}..${to}`]);
  return list.stdout.toString().split("\n").includes(sha);
}

/** Source: https://docs.gitlab.com/api/commits/#list-all-comments-for-a-commit and https://docs.gitlab.com/api/discussions/#commits */
function addCommitDiscussionRoutes(routes: Routes, one: string): void {
  routes.get(`${one}/comments`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const own = repository.commitComments.filter((comment) => comment.sha === sha);
    return paged(asked, own, (comment) => renderCommitComment(asked, comment));
  });
  routes.post(`${one}/comments`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const comment = await addCommitComment(asked, repository, sha, requiredText(asked.params, "note"));
    return Response.json(renderCommitComment(asked, comment), { status: 201 });
  });
  routes.get(`${one}/discussions`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    return paged(asked, discussionsOn(repository, sha), (found) =>
      renderDiscussion(asked.core, repository, commit, found),
    );
  });
  routes.post(`${one}/discussions`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const comment = await addCommitComment(asked, repository, sha, requiredText(asked.params, "body"));
    const found = discussionsOn(repository, sha).find((own) => own.notes.some((note) => note.id === comment.id));
    if (found === undefined) throw notFound("Discussion");
    return Response.json(renderDiscussion(asked.core, repository, commit, found), { status: 201 });
  });
  routes.post(`${one}/discussions/:discussion/notes`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const first = discussionsOn(repository, sha).find((own) => own.id === asked.context.req.param("discussion"))
      ?.notes[0];
    if (first === undefined) throw notFound("Discussion");
    const comment = await addCommitComment(asked, repository, sha, requiredText(asked.params, "body"), first.id);
    return answerNote(asked, repository, sha, comment.id, 201);
  });
  routes.put(`${one}/discussions/:discussion/notes/:note`, async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const comment = repository.commitComments.find((own) => own.id === pathNumber(asked, "note"));
    if (comment === undefined) throw notFound("Note");
    if (comment.accountId !== asked.account.id) throw forbidden();
    comment.body = requiredText(asked.params, "body");
    comment.updatedAt = asked.model.clock.tick();
    return answerNote(asked, repository, sha, comment.id, 200);
  });
}

const commit: Noteable = { type: "Commit", id: null, iid: null };

/** Which comment on a commit answers which: the model has no place for it. */
function repliesOf(repository: SimRepository): Map<number, number> {
  const known = repository.settings.commitReplies;
  const replies = known instanceof Map ? (known as Map<number, number>) : new Map<number, number>(); // only made here
  repository.settings.commitReplies = replies;
  return replies;
}

function discussionsOn(repository: SimRepository, sha: string) {
  return discussionsOf(viewsOfCommit(repository, sha, repliesOf(repository)));
}

async function addCommitComment(
  asked: Asked,
  repository: SimRepository,
  sha: string,
  body: string,
  replyTo: number | null = null,
): Promise<SimCommitComment> {
  const at = asked.model.clock.tick();
  const place = { path: text(asked.params, "path"), line: null };
  const comment = {
    id: asked.model.newId(),
    accountId: asked.account.id,
    sha,
    body,
    ...place,
    createdAt: at,
    updatedAt: at,
    lastEditedAt: null,
  };
  repository.commitComments.push(comment);
  if (replyTo !== null) repliesOf(repository).set(comment.id, replyTo);
  await emit(asked.model, { kind: "commit_comment.created", repository, comment, actorId: asked.account.id });
  return comment;
}

function answerNote(asked: Asked, repository: SimRepository, sha: string, id: number, status: number): Response {
  const note = viewsOfCommit(repository, sha, repliesOf(repository)).find((one) => one.id === id);
  if (note === undefined) throw notFound("Note");
  return Response.json(renderNote(asked.core, repository, commit, note), { status });
}

/** This list has no ids, as GitLab's. */
function renderCommitComment(asked: Asked, comment: SimCommitComment) {
  return {
    note: comment.body,
    path: comment.path,
    line: comment.line,
    line_type: null,
    author: renderUserId(asked.core, comment.accountId),
    created_at: instant(comment.createdAt),
  };
}

/** `POST …/repository/commits` with actions `create`, `update`, `delete`. */
async function createCommit(asked: Asked): Promise<Response> {
  const repository = projectOf(asked, 30);
  const { params } = asked;
  const branch = requiredText(params, "branch");
  const protection = protectionOf(repository, branch);
  if (
    protection !== null &&
    !isAllowedBy(asked.model, protection.pushAccess, asked.account.id, levelOn(asked, repository))
  ) {
    throw new GitlabRefusal(403, { message: "You are not allowed to push into this branch" });
  }
  if (!Array.isArray(params.actions)) throw badRequest("actions is missing");
  const files: Record<string, string | null> = {};
  for (const action of params.actions) {
    const fields: Record<string, unknown> = Object.fromEntries(Object.entries(Object(action)));
    files[requiredText(fields, "file_path")] =
      text(fields, "action") === "delete" ? null : (text(fields, "content") ?? "");
  }
  const from = text(params, "start_branch");
  const message = `${requiredText(params, "commit_message")}\n`;
  const given = { branch, files, message, actorId: asked.account.id, ...(from === null ? {} : { from }) };
  const sha = await commitFiles(asked.model, repository, given);
  return Response.json(await renderCommit(asked.core, repository, sha), { status: 201 });
}

export async function commitIn(asked: Asked, level = 20): Promise<[SimRepository, string]> {
  const repository = projectOf(asked, level);
  const sha = await resolveCommit(repository.directory, decodeURIComponent(asked.context.req.param("sha") ?? ""));
  if (sha === null) throw notFound("Commit");
  return [repository, sha];
}

export async function renderCommit(core: ForgeCore, repository: SimRepository, sha: string) {
  const format = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B";
  const fields = (await git(repository.directory, ["show", "-s", `--format=${format}`, sha])).split("\0");
  const [
    id = "",
    parents = "",
    authorName,
    authorEmail,
    authored = "",
    committerName,
    committerEmail,
    committed = "",
    message = "",
  ] = fields;
  return {
    id,
    short_id: id.slice(0, 8),
    created_at: instant(committed),
    parent_ids: parents.split(" ").filter((parent) => parent !== ""),
    title: message.split("\n")[0],
    message,
    author_name: authorName,
    author_email: authorEmail,
    authored_date: instant(authored),
    committer_name: committerName,
    committer_email: committerEmail,
    committed_date: instant(committed),
    trailers: {},
    web_url: `${core.url()}/${fullNameOf(core.model, repository)}/-/commit/${id}`,
  };
}
