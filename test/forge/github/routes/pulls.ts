import type { ForgeCore } from "../../face.ts";
import { readCommits } from "../../git/read-commits.ts";
import { isAtLeast, permissionOn } from "../../model/access.ts";
import { closeChange, editChange, openChange, reopenChange, setDraft } from "../../model/changes.ts";
import { type MergeMethod, mergeChange, updateBranch } from "../../model/merges.ts";
import { accountByLogin, changeOf, emit, findRepository, ownerLogin } from "../../model/model.ts";
import { SimError } from "../../model/sim-error.ts";
import type { SimChange, SimRepository } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  listIn,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { readChangeDiff, renderCommit, renderFile } from "../render/commit.ts";
import { renderPull, renderSimplePull } from "../render/pull.ts";
import { repositoryUrl } from "../render/repository.ts";
import { mergeRefusal } from "../rules.ts";

const read = { app: "pull_requests:read", user: "read" } as const;
const write = { app: "pull_requests:write", user: "read" } as const;

export function changeFor(core: ForgeCore, context: GithubContext, needs: Parameters<typeof repositoryFor>[2]) {
  const repository = repositoryFor(core, context, needs);
  return { repository, change: changeOf(repository, numberParam(context, "number")) };
}

/** Pull requests. https://docs.github.com/rest/pulls/pulls */
export function addPullRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/pulls";
  app.get(base, (context) => {
    const repository = repositoryFor(core, context, read);
    return answerPage(context, listed(core, context, repository), (one) => renderSimplePull(core, repository, one));
  });
  app.post(base, (context) => openPull(core, context));
  app.get(`${base}/:number`, async (context) => {
    const { repository, change } = changeFor(core, context, read);
    if (context.req.header("accept")?.includes(".diff") === true) {
      const diff = await readChangeDiff(repository, change.baseSha, change.headSha);
      return context.text(
        diff.map((one) => `diff --git a/${one.previousPath ?? one.path} b/${one.path}\n${one.patch}\n`).join(""),
      );
    }
    return context.json(await renderPull(core, repository, change));
  });
  app.patch(`${base}/:number`, (context) => editPull(core, context));
  app.get(`${base}/:number/commits`, async (context) => {
    const { repository, change } = changeFor(core, context, read);
    const from = change.versions.at(-1)?.mergeBaseSha ?? change.baseSha;
    const commits = await readCommits(repository.directory, [
      "--reverse",
      "--topo-order",
      `${from}..${change.headSha}`,
    ]);
    // GitHub lists at most 250 commits of a pull request, without saying that there are more.
    return answerPage(context, commits.slice(0, 250), (one) => renderCommit(core, repository, one));
  });
  app.get(`${base}/:number/files`, async (context) => {
    const { repository, change } = changeFor(core, context, read);
    const diff = await readChangeDiff(repository, change.baseSha, change.headSha);
    return answerPage(context, diff.slice(0, 3000), (one) => renderFile(core, repository, change.headSha, one));
  });
  app.get(`${base}/:number/merge`, (context) => {
    const { change } = changeFor(core, context, read);
    if (change.state !== "merged") throw notFound();
    return context.body(null, 204);
  });
  app.put(`${base}/:number/merge`, (context) => mergePull(core, context));
  app.put(`${base}/:number/update-branch`, (context) => updatePull(core, context));
  app.post(`${base}/:number/requested_reviewers`, (context) => requestReviewers(core, context));
}

function listed(core: ForgeCore, context: GithubContext, repository: SimRepository): SimChange[] {
  const { state = "open", head, base, sort = "created", direction } = context.req.query();
  const found = repository.changes.filter((one) => {
    if (state !== "all" && (one.state === "open") !== (state === "open")) return false;
    if (base !== undefined && one.baseBranch !== base) return false;
    const owner = findHeadOwner(core, one);
    return head === undefined || head === `${owner}:${one.head.branch}`;
  });
  const key = (one: SimChange) => (sort === "updated" ? Date.parse(one.updatedAt) : one.number);
  const order = (direction ?? (sort === "created" ? "desc" : "asc")) === "asc" ? 1 : -1;
  return found.sort((a, b) => (key(a) - key(b)) * order);
}

function findHeadOwner(core: ForgeCore, change: SimChange): string {
  const repository = core.model.repositories.find((one) => one.id === change.head.repositoryId);
  return repository === undefined ? "" : ownerLogin(core.model, repository.owner);
}

async function openPull(core: ForgeCore, context: GithubContext): Promise<Response> {
  const repository = repositoryFor(core, context, write);
  const body = await readBody(context);
  const [title, head, base] = [textIn(body, "title"), textIn(body, "head"), textIn(body, "base")];
  if (head === undefined || base === undefined || title === undefined) {
    throw invalid(
      "PullRequest",
      title === undefined ? "title" : head === undefined ? "head" : "base",
      "is missing",
      "missing_field",
    );
  }
  const [owner, branch] = head.includes(":") ? (head.split(":") as [string, string]) : [null, head];
  const source =
    owner === null
      ? repository
      : findRepository(core.model, `${owner}/${textIn(body, "head_repo") ?? repository.name}`);
  if (source === null) throw invalid("PullRequest", "head", "invalid", "invalid");
  const actor = actorOf(context);
  const isPusher = isAtLeast(permissionOn(core.model, actor.id, source), "write") || actor.kind === "bot";
  if (!isPusher && repository.isPrivate) throw new HttpError(403, "Must have push access to the head repository.");
  try {
    const change = await openChange(core.model, repository, {
      title,
      body: textIn(body, "body") ?? "",
      head: { repositoryId: source.id, branch },
      base,
      authorId: actor.id,
      isDraft: body.draft === true,
    });
    return context.json(await renderPull(core, repository, change), 201);
  } catch (error) {
    throw toPullError(error, `${ownerLogin(core.model, source.owner)}:${branch}`);
  }
}

function toPullError(error: unknown, head: string): unknown {
  if (!(error instanceof SimError)) return error;
  if (error.code === "conflict") return invalid("PullRequest", "base", `A pull request already exists for ${head}.`);
  const field = error.message.startsWith("base") ? "base" : "head";
  if (error.message.startsWith("No commits")) return invalid("PullRequest", "base", error.message);
  return invalid("PullRequest", field, error.message, "invalid");
}

async function editPull(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, change } = changeFor(core, context, write);
  const actor = actorOf(context);
  const isOwn = actor.id === change.authorId;
  if (!isOwn && actor.kind === "user" && !isAtLeast(permissionOn(core.model, actor.id, repository), "triage")) {
    throw new HttpError(403, "Must have triage access to Repository.");
  }
  const body = await readBody(context);
  const [title, text, base, state] = ["title", "body", "base", "state"].map((key) => textIn(body, key));
  const edit = {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: text }),
    ...(base === undefined ? {} : { base }),
    actorId: actor.id,
  };
  await editChange(core.model, repository, change, edit).catch((error) => {
    throw toPullError(error, change.head.branch);
  });
  if (state === "closed") await closeChange(core.model, repository, change, actor.id);
  if (state === "open" && change.state !== "open") await reopenChange(core.model, repository, change, actor.id);
  if (typeof body.draft === "boolean") await setDraft(core.model, repository, change, body.draft, actor.id);
  return context.json(await renderPull(core, repository, change));
}

async function mergePull(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, change } = changeFor(core, context, { app: "contents:write", user: "write" });
  const body = await readBody(context);
  const actor = actorOf(context);
  const method = (textIn(body, "merge_method") ?? "merge") as MergeMethod;
  if (!["merge", "squash", "rebase"].includes(method))
    throw invalid("PullRequest", "merge_method", "invalid", "invalid");
  if (change.isDraft) throw new HttpError(405, "Pull Request is still a draft");
  if (!repository.mergeMethods[method as "merge"])
    throw new HttpError(405, `${method} merges are not allowed on this repository.`);
  const [sha, title, message] = [textIn(body, "sha"), textIn(body, "commit_title"), textIn(body, "commit_message")];
  const guard = () => {
    const reason = mergeRefusal(core.model, repository, change, actor.id);
    if (reason !== null) throw new HttpError(405, `Repository rule violations found\n\n${reason}\n\n`);
  };
  const given = {
    ...(sha === undefined ? {} : { sha }),
    ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
  };
  try {
    const landed = await mergeChange(core.model, repository, change, { method, actorId: actor.id, guard, ...given });
    return context.json({ sha: landed, merged: true, message: "Pull Request successfully merged" });
  } catch (error) {
    if (!(error instanceof SimError)) throw error;
    if (error.code === "conflict") throw new HttpError(409, error.message);
    throw new HttpError(
      405,
      error.message === "Merge conflict" ? "Pull Request has merge conflicts" : "Pull Request is not mergeable",
    );
  }
}

async function updatePull(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, change } = changeFor(core, context, { app: "pull_requests:write", user: "write" });
  const body = await readBody(context);
  const expectedSha = textIn(body, "expected_head_sha");
  const options = { actorId: actorOf(context).id, ...(expectedSha === undefined ? {} : { expectedSha }) };
  await updateBranch(core.model, repository, change, options).catch((error) => {
    throw error instanceof SimError ? new HttpError(422, error.message) : error;
  });
  const url = `${repositoryUrl(core, repository)}/pulls/${change.number}`;
  return context.json({ message: "Updating pull request branch.", url }, 202);
}

async function requestReviewers(core: ForgeCore, context: GithubContext): Promise<Response> {
  const { repository, change } = changeFor(core, context, { app: "pull_requests:write", user: "triage" });
  const body = await readBody(context);
  const actorId = actorOf(context).id;
  for (const login of listIn(body, "reviewers").map(String)) {
    const { id } = accountByLogin(core.model, login);
    if (id === change.authorId) throw new HttpError(422, "Review cannot be requested from pull request author.");
    if (change.requestedReviewerIds.includes(id)) continue;
    change.requestedReviewerIds.push(id);
    await emit(core.model, { kind: "change.review_requested", repository, change, reviewerId: id, actorId });
  }
  return context.json(renderSimplePull(core, repository, change), 201);
}
