import { git } from "../git/run-git.ts";
import {
  addLabel,
  closeChange,
  editChange,
  openChange,
  removeLabel,
  reopenChange,
  setDraft,
} from "../model/changes.ts";
import { approveChange, unapproveChange } from "../model/conversations.ts";
import { updateBranch } from "../model/merges.ts";
import { accountOf, changeOf, emit, repositoryOf } from "../model/model.ts";
import { SimError } from "../model/sim-error.ts";
import type { SimChange, SimRepository } from "../model/types.ts";
import { renderCommit } from "./commit-routes.ts";
import { readDiffs } from "./diffs.ts";
import {
  type Asked,
  badRequest,
  forbidden,
  GitlabRefusal,
  integer,
  levelOn,
  notFound,
  paged,
  pathNumber,
  projectOf,
  requiredText,
  text,
} from "./http.ts";
import { acceptMerge } from "./merging.ts";
import { instant, renderMergeRequest, renderUserId, renderVersion } from "./render.ts";
import type { Routes } from "./routes.ts";

const draftPrefix = /^(?:\[draft\]|\(draft\)|draft:)\s*/i;

/** Source: https://docs.gitlab.com/api/merge_requests/ */
export function addMergeRequestRoutes(routes: Routes): void {
  const list = "/projects/:id/merge_requests";
  const one = `${list}/:iid`;
  routes.get("/merge_requests", (asked) => {
    const all = asked.model.repositories.filter((repository) => levelOn(asked, repository) >= 20);
    const found = all.flatMap((repository) => repository.changes.map((change) => ({ repository, change })));
    const isWanted = filterOf(asked, text(asked.params, "scope") ?? "created_by_me");
    const wanted = found.filter(({ change }) => isWanted(change)).toSorted((a, b) => b.change.id - a.change.id);
    return paged(asked, wanted, ({ repository, change }) => renderMergeRequest(asked.core, repository, change));
  });
  routes.get(list, (asked) => {
    const repository = projectOf(asked);
    const wanted = repository.changes.filter(filterOf(asked, text(asked.params, "scope") ?? "all"));
    return paged(asked, sorted(asked, wanted), (change) => renderMergeRequest(asked.core, repository, change));
  });
  routes.post(list, create);
  routes.get(one, (asked) => answer(asked, ...changeIn(asked)));
  routes.put(one, edit);
  routes.put(`${one}/merge`, async (asked) => {
    const [repository, change] = changeIn(asked);
    await acceptMerge(asked, repository, change);
    return answer(asked, repository, change);
  });
  routes.put(`${one}/rebase`, async (asked) => {
    const [repository, change] = changeIn(asked, 30);
    await updateBranch(asked.model, repository, change, { actorId: asked.account.id, method: "rebase" });
    return Response.json({ rebase_in_progress: true }, { status: 202 });
  });
  addContentRoutes(routes, one);
  addApprovalRoutes(routes, one);
  routes.get(`${one}/resource_label_events`, (asked) => {
    const [, change] = changeIn(asked);
    return paged(asked, labelEventsOf(asked, change), (event) => event);
  });
  routes.get(`${one}/participants`, (asked) => {
    const [, change] = changeIn(asked);
    const ids = new Set([
      change.authorId,
      ...change.comments.filter((note) => !note.isSystem).map((note) => note.accountId),
    ]);
    return paged(asked, [...ids], (id) => renderUserId(asked.core, id));
  });
}

/** Source: https://docs.gitlab.com/api/merge_requests/#list-merge-request-diffs and `…-versions` */
function addContentRoutes(routes: Routes, one: string): void {
  routes.get(`${one}/versions`, (asked) => {
    const [, change] = changeIn(asked);
    return paged(asked, change.versions.toReversed(), (version) => renderVersion(change, version));
  });
  routes.get(`${one}/versions/:version`, async (asked) => {
    const [repository, change] = changeIn(asked);
    const version = change.versions.find((own) => own.id === pathNumber(asked, "version"));
    if (version === undefined) throw notFound("Version");
    const diffs = await readDiffs(repository.directory, version.mergeBaseSha, version.sha);
    return Response.json({ ...renderVersion(change, version), diffs });
  });
  routes.get(`${one}/diffs`, async (asked) => paged(asked, await diffsOf(...changeIn(asked)), (diff) => diff));
  routes.get(`${one}/changes`, async (asked) => {
    const [repository, change] = changeIn(asked);
    const changes = await diffsOf(repository, change);
    return Response.json({ ...renderMergeRequest(asked.core, repository, change), changes, overflow: false });
  });
  routes.get(`${one}/commits`, async (asked) => {
    const [repository, change] = changeIn(asked);
    const range = `${change.versions.at(-1)?.mergeBaseSha ?? change.baseSha}..${change.headSha}`;
    const shas = (await git(repository.directory, ["rev-list", range])).split("\n").filter((line) => line !== "");
    const commits = await Promise.all(shas.map((sha) => renderCommit(asked.core, repository, sha)));
    return paged(asked, commits, (commit) => commit);
  });
}

async function diffsOf(repository: SimRepository, change: SimChange) {
  const version = change.versions.at(-1);
  return version === undefined ? [] : readDiffs(repository.directory, version.mergeBaseSha, version.sha);
}

/** Source: https://docs.gitlab.com/api/merge_request_approvals/ */
function addApprovalRoutes(routes: Routes, one: string): void {
  const approvals = (asked: Asked, change: SimChange, status = 200) =>
    Response.json(
      {
        id: change.id,
        iid: change.number,
        state: change.state === "open" ? "opened" : change.state,
        approved: change.approvals.length > 0,
        approvals_required: 0,
        approvals_left: 0,
        user_has_approved: change.approvals.some((own) => own.accountId === asked.account.id),
        user_can_approve: !change.approvals.some((own) => own.accountId === asked.account.id),
        approved_by: change.approvals.map((own) => ({
          user: renderUserId(asked.core, own.accountId),
          approved_at: instant(own.at),
        })),
      },
      { status },
    );
  routes.get(`${one}/approvals`, (asked) => approvals(asked, changeIn(asked)[1]));
  routes.get(`${one}/reviewers`, (asked) => {
    const [, change] = changeIn(asked);
    return paged(asked, change.requestedReviewerIds, (id) => ({
      user: renderUserId(asked.core, id),
      state: reviewerState(change, id),
      created_at: instant(change.createdAt),
    }));
  });
  routes.post(`${one}/approve`, async (asked) => {
    const [repository, change] = changeIn(asked);
    requireApprover(asked, repository, change);
    const sha = text(asked.params, "sha");
    if (sha !== null && sha !== change.headSha) {
      throw new GitlabRefusal(409, { message: `SHA does not match HEAD of source branch: ${change.headSha}` });
    }
    await approveChange(asked.model, repository, change, asked.account.id);
    return approvals(asked, change, 201);
  });
  routes.post(`${one}/unapprove`, async (asked) => {
    const [repository, change] = changeIn(asked);
    await unapproveChange(asked.model, repository, change, asked.account.id);
    return approvals(asked, change, 201);
  });
  routes.put(`${one}/reset_approvals`, (asked) => {
    const [, change] = changeIn(asked);
    // "You must be a bot user": https://docs.gitlab.com/api/merge_request_approvals/#reset-approvals-for-a-merge-request
    if (asked.account.kind !== "bot") throw new GitlabRefusal(401, { message: "401 Unauthorized" });
    change.approvals = [];
    return new Response(null, { status: 202 });
  });
}

/** 401 for one who may not, has already, or wrote it where authors may not. */
function requireApprover(asked: Asked, repository: SimRepository, change: SimChange): void {
  const isAuthor = change.authorId === asked.account.id && repository.settings.merge_requests_author_approval === false;
  const isDone = change.approvals.some((one) => one.accountId === asked.account.id);
  if (change.state === "open" && levelOn(asked, repository) >= 30 && !isAuthor && !isDone) return;
  throw new GitlabRefusal(401, { message: "401 Unauthorized" });
}

function reviewerState(change: SimChange, id: number): string {
  if (change.approvals.some((one) => one.accountId === id)) return "approved";
  return change.settings[`reviewer:${id}`] === "requested_changes" ? "requested_changes" : "unreviewed";
}

async function create(asked: Asked): Promise<Response> {
  const { params, model, account } = asked;
  const source = projectOf(asked, 30);
  const targetId = integer(params, "target_project_id") ?? source.id;
  const repository = repositoryOf(model, targetId);
  if (levelOn(asked, repository) < 20) throw notFound("Project");
  const [branch, base, title] = ["source_branch", "target_branch", "title"].map((name) => requiredText(params, name));
  const given = {
    title: title ?? "",
    body: text(params, "description") ?? "",
    head: { repositoryId: source.id, branch: branch ?? "" },
    base: base ?? "",
    authorId: account.id,
    isDraft: draftPrefix.test(title ?? ""),
  };
  const change = await openChange(model, repository, given).catch((error: unknown) => {
    throw refusalOfOpening(error);
  });
  for (const name of listOf(params.labels)) await addLabel(model, repository, change, name, account.id);
  return answer(asked, repository, change, 201);
}

function refusalOfOpening(error: unknown): unknown {
  if (!(error instanceof SimError)) return error;
  const twin = /#(\d+)/.exec(error.message)?.[1];
  if (error.code === "conflict") {
    return new GitlabRefusal(409, {
      message: [`Another open merge request already exists for this source branch: !${twin}`],
    });
  }
  if (error.message.startsWith("base")) return badRequest({ target_branch: ["does not exist"] });
  return error.message.startsWith("head")
    ? badRequest({ source_branch: ["does not exist"] })
    : badRequest(error.message);
}

async function edit(asked: Asked): Promise<Response> {
  const [repository, change] = changeIn(asked);
  const { params, model } = asked;
  const actorId = asked.account.id;
  if (change.authorId !== actorId && levelOn(asked, repository) < 30) throw forbidden();
  const [title, body, base] = ["title", "description", "target_branch"].map((name) => text(params, name));
  await editChange(model, repository, change, {
    ...(title ? { title } : {}),
    ...(typeof body === "string" ? { body } : {}),
    ...(base ? { base } : {}),
    actorId,
  });
  if (title) await setDraft(model, repository, change, draftPrefix.test(title), actorId);
  await editLabels(asked, repository, change);
  for (const id of listOf(params.reviewer_ids).map(Number)) await requestReview(asked, repository, change, id);
  const event = text(params, "state_event");
  if (event === "close") await closeChange(model, repository, change, actorId);
  if (event === "reopen") await reopenChange(model, repository, change, actorId);
  return answer(asked, repository, change);
}

async function editLabels(asked: Asked, repository: SimRepository, change: SimChange): Promise<void> {
  const { params, model } = asked;
  const wanted = params.labels === undefined ? null : listOf(params.labels);
  const removed =
    wanted === null ? listOf(params.remove_labels) : change.labels.filter((name) => !wanted.includes(name));
  const added = wanted ?? listOf(params.add_labels);
  for (const name of removed) {
    if (change.labels.includes(name)) await removeLabel(model, repository, change, name, asked.account.id);
  }
  for (const name of added) await addLabel(model, repository, change, name, asked.account.id);
}

async function requestReview(
  asked: Asked,
  repository: SimRepository,
  change: SimChange,
  reviewerId: number,
): Promise<void> {
  if (change.requestedReviewerIds.includes(reviewerId)) return;
  accountOf(asked.model, reviewerId);
  change.requestedReviewerIds.push(reviewerId);
  const event = { kind: "change.review_requested", repository, change, reviewerId, actorId: asked.account.id } as const;
  await emit(asked.model, event);
}

/** Source: https://docs.gitlab.com/api/resource_label_events/ */
function labelEventsOf(asked: Asked, change: SimChange) {
  const events = change.timeline.filter((event) => event.kind === "labeled" || event.kind === "unlabeled");
  return events.map((event) => ({
    id: event.id,
    user: renderUserId(asked.core, event.actorId),
    created_at: instant(event.at),
    resource_type: "MergeRequest",
    resource_id: change.id,
    label: event.data.label,
    action: event.kind === "labeled" ? "add" : "remove",
  }));
}

function filterOf(asked: Asked, scope: string): (change: SimChange) => boolean {
  const { params } = asked;
  const state = text(params, "state");
  const [source, target] = [text(params, "source_branch"), text(params, "target_branch")];
  const author = scope === "created_by_me" ? asked.account.id : integer(params, "author_id");
  const labels = listOf(params.labels);
  const iids = listOf(params.iids).map(Number);
  return (change) =>
    (state === null || state === "all" || state === (change.state === "open" ? "opened" : change.state)) &&
    (source === null || change.head.branch === source) &&
    (target === null || change.baseBranch === target) &&
    (author === null || change.authorId === author) &&
    (iids.length === 0 || iids.includes(change.number)) &&
    labels.every((name) => change.labels.includes(name));
}

function sorted(asked: Asked, changes: readonly SimChange[]): SimChange[] {
  const isUpdated = text(asked.params, "order_by") === "updated_at";
  const key = (change: SimChange) => (isUpdated ? Date.parse(change.updatedAt) : change.id);
  const ascending = changes.toSorted((a, b) => key(a) - key(b));
  return text(asked.params, "sort") === "asc" ? ascending : ascending.toReversed();
}

/** Comma-separated, or an array. */
export function listOf(value: unknown): string[] {
  if (value === undefined || value === null || value === "") return [];
  const items = Array.isArray(value) ? value.map(String) : String(value).split(",");
  return items.map((item) => item.trim()).filter((item) => item !== "");
}

function changeIn(asked: Asked, level = 20): [SimRepository, SimChange] {
  const repository = projectOf(asked, level);
  return [repository, changeOf(repository, pathNumber(asked, "iid"))];
}

function answer(asked: Asked, repository: SimRepository, change: SimChange, status = 200): Response {
  return Response.json(renderMergeRequest(asked.core, repository, change), { status });
}
