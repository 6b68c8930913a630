import { deleteRef, isAncestor, readRefs } from "../git/bare-repository.ts";
import { adoptHead, closeByDeletion, followDeletedBase } from "./heads.ts";
import { emit, type Model, recordTimeline } from "./model.ts";
import { type SimChange, type SimPush, type SimRepository, zeroSha } from "./types.ts";

/**
 * Looks which branches and tags differ from `before`, and draws the consequences: activity log, versions of open changes,
 * changes that count as merged, events. To be called with the repository's lock held.
 */
export async function recordRefChanges(
  model: Model,
  repository: SimRepository,
  given: {
    readonly before: ReadonlyMap<string, string>;
    readonly actorId: number;
    /** What made the refs move; found out when not given. */
    readonly kind?: SimPush["kind"];
    /** The change whose merge it is: left alone here. */
    readonly merging?: SimChange;
    readonly headKind?: "updated";
  },
): Promise<readonly SimPush[]> {
  const after = await readRefs(repository.directory);
  const found: Omit<SimPush, "together">[] = [];
  const names = new Set([...given.before.keys(), ...after.keys()]);
  for (const ref of names) {
    if (!ref.startsWith("refs/heads/") && !ref.startsWith("refs/tags/")) continue;
    const [from, to] = [given.before.get(ref) ?? zeroSha, after.get(ref) ?? zeroSha];
    if (from === to) continue;
    const kind = given.kind ?? (await kindOfPush(repository, from, to));
    const at = model.clock.tick();
    found.push({ id: model.newId(), ref, before: from, after: to, actorId: given.actorId, at, kind });
  }
  const pushes = withTogether(found);
  repository.pushes.push(...pushes);
  for (const push of pushes) {
    repository.pushedAt = push.at;
    await emit(model, { kind: "push", repository, push, actorId: given.actorId });
  }
  for (const push of pushes) await followPush(model, repository, push, given);
  return pushes;
}

function withTogether(found: readonly Omit<SimPush, "together">[]): readonly SimPush[] {
  const groups = Map.groupBy(found, groupOf);
  return found.map((push) => {
    const group = groups.get(groupOf(push)) ?? [push];
    return { ...push, together: { count: group.length, lastId: group.at(-1)?.id ?? push.id } };
  });
}

function groupOf({ ref, before, after }: Omit<SimPush, "together">): string {
  return `${ref.split("/")[1]} ${before === zeroSha} ${after === zeroSha}`;
}

async function kindOfPush(repository: SimRepository, from: string, to: string): Promise<SimPush["kind"]> {
  if (from === zeroSha) return "branch_creation";
  if (to === zeroSha) return "branch_deletion";
  return (await isAncestor(repository.directory, from, to)) ? "push" : "force_push";
}

async function followPush(
  model: Model,
  repository: SimRepository,
  push: SimPush,
  given: { readonly merging?: SimChange; readonly headKind?: "updated" },
): Promise<void> {
  if (!push.ref.startsWith("refs/heads/")) return;
  const branch = push.ref.slice("refs/heads/".length);
  const open = model.repositories.flatMap((target) =>
    target.changes.filter((one) => one.state === "open" && one !== given.merging).map((change) => ({ target, change })),
  );
  for (const { target, change } of open) {
    const isHead = change.head.repositoryId === repository.id && change.head.branch === branch;
    if (isHead) await followHead(model, target, change, push, given.headKind);
    const isBase = target.id === repository.id && change.baseBranch === branch;
    if (isBase) await followBase(model, target, change, push);
  }
}

async function followHead(
  model: Model,
  target: SimRepository,
  change: SimChange,
  push: SimPush,
  headKind?: "updated",
): Promise<void> {
  if (push.after === zeroSha) await closeByDeletion(model, target, change, push.actorId);
  else await adoptHead(model, target, change, push, headKind);
}

async function followBase(model: Model, target: SimRepository, change: SimChange, push: SimPush): Promise<void> {
  if (change.state !== "open") return;
  if (push.after === zeroSha) await followDeletedBase(model, target, change, push.actorId);
  else await mergeIfContained(model, target, change, push);
}

/** A change whose head has arrived on its base branch by a push counts as merged. */
async function mergeIfContained(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  push: SimPush,
): Promise<void> {
  if (!(await isAncestor(repository.directory, change.headSha, push.after))) return;
  if (change.state !== "open") return;
  await markMerged(model, repository, change, { sha: push.after, actorId: push.actorId });
}

export async function markMerged(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  merge: { readonly sha: string; readonly actorId: number },
): Promise<void> {
  const at = model.clock.tick();
  change.state = "merged";
  change.mergedAt = at;
  change.mergedById = merge.actorId;
  change.mergeSha = merge.sha;
  change.closedAt = at;
  change.closedById = merge.actorId;
  recordTimeline(model, change, { kind: "merged", actorId: merge.actorId, at, sha: merge.sha });
  recordTimeline(model, change, { kind: "closed", actorId: merge.actorId, at, sha: merge.sha });
  const mergeRef = model.traits.mergeRef(change.number);
  if (mergeRef !== null) await deleteRef(repository.directory, mergeRef).catch(() => {});
  await emit(model, { kind: "change.merged", repository, change, actorId: merge.actorId });
}
