import { fetchCommit, findMergeBase, isAncestor, resolveBranch, writeRef } from "../git/bare-repository.ts";
import { emit, type Model, recordTimeline, repositoryOf } from "./model.ts";
import { SimError } from "./sim-error.ts";
import { type SimChange, type SimPush, type SimRepository, zeroSha } from "./types.ts";

/** Takes a pushed tip as the new head of an open change. */
export async function adoptHead(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  push: Pick<SimPush, "after" | "actorId">,
  headKind?: "updated",
): Promise<void> {
  const before = change.headSha;
  await takeHead(model, repository, change, push, headKind);
  const event = { kind: "change.synchronized", repository, change, before, after: push.after } as const;
  await emit(model, { ...event, actorId: push.actorId });
}

/**
 * A closed change does not follow its branch until it is reopened. GitHub reopens none whose branch is no descendant of the head
 * that it was closed with (https://github.com/isaacs/github/issues/361); GitLab reads the branch anew in either case
 * (app/services/merge_requests/reopen_service.rb: `reload_diff`).
 */
export async function followWhileClosed(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  push: Pick<SimPush, "after" | "actorId">,
): Promise<void> {
  const { directory } = repositoryOf(model, change.head.repositoryId);
  if (model.traits.name === "github" && !(await isAncestor(directory, change.headSha, push.after)))
    throw new SimError("invalid", "state cannot be changed: the branch was force-pushed or recreated");
  await takeHead(model, repository, change, push);
}

async function takeHead(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  push: Pick<SimPush, "after" | "actorId">,
  headKind?: "updated",
): Promise<void> {
  const before = change.headSha;
  await fetchCommit(repository.directory, repositoryOf(model, change.head.repositoryId).directory, push.after);
  const isForced = !(await isAncestor(repository.directory, before, push.after));
  const kind = isForced ? "forced" : (headKind ?? "pushed");
  const { baseSha, mergeBaseSha } = await readBaseOf(repository, change.baseBranch, push.after);
  const at = model.clock.tick();
  const version = {
    id: model.newId(),
    sha: push.after,
    baseSha,
    mergeBaseSha,
    createdAt: at,
    pusherId: push.actorId,
    kind,
  } as const;
  change.versions.push(version);
  change.headSha = push.after;
  change.baseSha = baseSha;
  change.updatedAt = at;
  await keepHeadRef(model, repository, change);
  if (isForced) {
    const data = { before, after: push.after };
    recordTimeline(model, change, { kind: "head_ref_force_pushed", actorId: push.actorId, at, sha: push.after, data });
  }
}

/** Deleting the head branch closes the change. */
export async function closeByDeletion(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<void> {
  const at = model.clock.tick();
  change.state = "closed";
  change.closedAt = at;
  change.closedById = actorId;
  recordTimeline(model, change, { kind: "head_ref_deleted", actorId, at });
  recordTimeline(model, change, { kind: "closed", actorId, at });
  await emit(model, { kind: "change.closed", repository, change, actorId });
}

/**
 * A base branch that goes away: changes onto it are retargeted when the branch had itself been merged elsewhere, and closed
 * otherwise. https://docs.github.com/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/merging-a-pull-request
 */
export async function followDeletedBase(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<void> {
  const from = change.baseBranch;
  const isOf = (one: SimChange) => one.head.repositoryId === repository.id && one.head.branch === from;
  const landed = repository.changes.findLast((one) => one.state === "merged" && isOf(one));
  if (landed === undefined) {
    recordTimeline(model, change, { kind: "base_ref_deleted", actorId });
    const { at } = recordTimeline(model, change, { kind: "closed", actorId });
    change.state = "closed";
    change.closedAt = at;
    change.closedById = actorId;
    await emit(model, { kind: "change.closed", repository, change, actorId });
    return;
  }
  change.baseBranch = landed.baseBranch;
  change.baseSha = (await readBaseOf(repository, change.baseBranch, change.headSha)).baseSha;
  recordTimeline(model, change, { kind: "automatic_base_change_succeeded", actorId });
  await emit(model, { kind: "change.edited", repository, change, actorId, changes: { base: { from } } });
}

/** The tips that a new version is recorded with. */
export async function readBaseOf(
  repository: SimRepository,
  baseBranch: string,
  headSha: string,
): Promise<{ baseSha: string; mergeBaseSha: string }> {
  const baseSha = (await resolveBranch(repository.directory, baseBranch)) ?? zeroSha;
  const mergeBaseSha = (await findMergeBase(repository.directory, baseSha, headSha)) ?? baseSha;
  return { baseSha, mergeBaseSha };
}

/** Keeps the ref under which the change's head is served. */
export async function keepHeadRef(model: Model, repository: SimRepository, change: SimChange): Promise<void> {
  await writeRef(repository.directory, model.traits.headRef(change.number), change.headSha);
}
