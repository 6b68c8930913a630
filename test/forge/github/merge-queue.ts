import type { ForgeCore } from "../face.ts";
import { deleteRef, readRefs, resolveBranch, writeRef } from "../git/bare-repository.ts";
import { makeLanding } from "../model/merges.ts";
import { changeOf, emit, recordTimeline, repositoryLock, withLock } from "../model/model.ts";
import { markMerged, recordRefChanges } from "../model/pushes.ts";
import { SimError } from "../model/sim-error.ts";
import type { SimChange, SimQueueEntry, SimRepository } from "../model/types.ts";
import { mergeRefusal, refusalOfChecks, requiredChecksOf } from "./rules.ts";

/**
 * Puts a change into the merge queue: a merge of base (with the groups before it) and head on a branch
 * `gh-readonly-queue/BASE/pr-N-SHA`, for which the required checks are asked by `merge_group`. One change a group.
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export async function enqueue(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<SimQueueEntry> {
  const { model } = core;
  if (change.state !== "open" || change.isDraft)
    throw new SimError("invalid", "The pull request is not ready to be merged");
  if (repository.mergeQueue.some((one) => one.changeNumber === change.number))
    throw new SimError("invalid", "The pull request is already in the queue");
  const refusal = mergeRefusal(model, repository, change, null, { isQueued: true });
  if (refusal !== null) throw new SimError("invalid", refusal);
  const entry = await withLock(model, repositoryLock(repository), () => makeGroup(core, repository, change, actorId));
  await emit(model, { kind: "queue.checks_requested", repository, entry, actorId, reason: "" });
  return entry;
}

async function makeGroup(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<SimQueueEntry> {
  const { model } = core;
  const before = await readRefs(repository.directory);
  const ahead = repository.mergeQueue.findLast((one) => one.baseBranch === change.baseBranch);
  const baseSha = ahead?.headSha ?? (await resolveBranch(repository.directory, change.baseBranch));
  if (baseSha === null) throw new SimError("invalid", "The base branch does not exist");
  const headSha = await makeLanding(model, repository, change, { method: "merge", actorId }, baseSha);
  if (headSha === null) throw new SimError("invalid", "Pull request has merge conflicts");
  model.forgeCommits.add(headSha);
  const branch = `gh-readonly-queue/${change.baseBranch}/pr-${change.number}-${baseSha}`;
  const entry = {
    changeNumber: change.number,
    branch,
    headSha,
    baseSha,
    baseBranch: change.baseBranch,
    enqueuedById: actorId,
  };
  await writeRef(repository.directory, `refs/heads/${branch}`, headSha);
  repository.mergeQueue.push(entry);
  recordTimeline(model, change, { kind: "added_to_merge_queue", actorId });
  await recordRefChanges(model, repository, { before, actorId });
  await emit(model, { kind: "change.enqueued", repository, change, actorId, reason: "" });
  return entry;
}

/** Takes a change out, and with it every group that stands on its own. */
export async function dequeue(
  core: ForgeCore,
  repository: SimRepository,
  change: SimChange,
  reason: string,
): Promise<void> {
  const at = repository.mergeQueue.findIndex((one) => one.changeNumber === change.number);
  if (at < 0) throw new SimError("invalid", "The pull request is not in the queue");
  const [gone, ...stacked] = repository.mergeQueue.splice(at);
  if (gone === undefined) return;
  await discard(core, repository, gone, reason);
  for (const entry of stacked) await discard(core, repository, entry, "invalidated");
  for (const entry of stacked)
    await enqueue(core, repository, changeOf(repository, entry.changeNumber), entry.enqueuedById).catch(() => {});
}

async function discard(
  core: ForgeCore,
  repository: SimRepository,
  entry: SimQueueEntry,
  reason: string,
): Promise<void> {
  const change = changeOf(repository, entry.changeNumber);
  recordTimeline(core.model, change, { kind: "removed_from_merge_queue", actorId: entry.enqueuedById });
  await deleteRef(repository.directory, `refs/heads/${entry.branch}`);
  const event = { repository, actorId: entry.enqueuedById, reason };
  await emit(core.model, { kind: "change.dequeued", change, ...event });
  await emit(core.model, { kind: "queue.destroyed", entry, ...event });
}

/** Looks at the queue when a check is done: the first group lands when its checks are green, and leaves when one is red. */
export async function followQueue(core: ForgeCore, repository: SimRepository): Promise<void> {
  for (;;) {
    const [first] = repository.mergeQueue;
    if (first === undefined) return;
    const checks = requiredChecksOf(repository, `refs/heads/${first.baseBranch}`);
    if (refusalOfChecks(repository, first.headSha, checks) === null) {
      await land(core, repository, first);
      continue;
    }
    const bad = ["failure", "cancelled", "timed_out", "action_required", "stale"];
    const isRed = checks.some((check) =>
      repository.checkRuns.some(
        (run) =>
          run.headSha === first.headSha &&
          run.name === check.context &&
          (check.integrationId === null || run.appId === check.integrationId) &&
          bad.includes(run.conclusion ?? ""),
      ),
    );
    if (isRed) await dequeue(core, repository, changeOf(repository, first.changeNumber), "FAILED_CHECKS");
    return;
  }
}

async function land(core: ForgeCore, repository: SimRepository, entry: SimQueueEntry): Promise<void> {
  const { model } = core;
  const change = changeOf(repository, entry.changeNumber);
  const actorId = entry.enqueuedById;
  await withLock(model, repositoryLock(repository), async () => {
    repository.mergeQueue = repository.mergeQueue.filter((one) => one !== entry);
    const before = await readRefs(repository.directory);
    await writeRef(repository.directory, `refs/heads/${entry.baseBranch}`, entry.headSha, entry.baseSha);
    await recordRefChanges(model, repository, { before, actorId, kind: "merge_queue_merge", merging: change });
    recordTimeline(model, change, { kind: "removed_from_merge_queue", actorId });
    await markMerged(model, repository, change, { sha: entry.headSha, actorId });
    await deleteRef(repository.directory, `refs/heads/${entry.branch}`);
  });
  await emit(model, { kind: "queue.destroyed", repository, entry, actorId, reason: "merged" });
}
