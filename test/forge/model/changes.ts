import { fetchCommit, isAncestor, resolveBranch } from "../git/bare-repository.ts";
import { followWhileClosed, keepHeadRef, readBaseOf } from "./heads.ts";
import { emit, type Model, recordTimeline, repositoryLock, repositoryOf, withLock } from "./model.ts";
import { SimError } from "./sim-error.ts";
import type { SimChange, SimIssue, SimLabel, SimRepository } from "./types.ts";

export interface ChangeGiven {
  readonly title: string;
  readonly body?: string;
  readonly head: { readonly repositoryId: number; readonly branch: string };
  readonly base: string;
  readonly authorId: number;
  readonly isDraft?: boolean;
}

/** Opens a change; refuses an unknown branch, no difference, and a second open change from the same to the same branch. */
export async function openChange(model: Model, repository: SimRepository, given: ChangeGiven): Promise<SimChange> {
  return withLock(model, repositoryLock(repository), async () => {
    const headRepository = repositoryOf(model, given.head.repositoryId);
    const headSha = await resolveBranch(headRepository.directory, given.head.branch);
    if (headSha === null) throw new SimError("invalid", "head: no such branch");
    const base = await resolveBranch(repository.directory, given.base);
    if (base === null) throw new SimError("invalid", "base: no such branch");
    await fetchCommit(repository.directory, headRepository.directory, headSha);
    if (await isAncestor(repository.directory, headSha, base)) {
      throw new SimError("invalid", `No commits between ${given.base} and ${given.head.branch}`);
    }
    const twin = repository.changes.find(
      (one) =>
        one.state === "open" &&
        one.baseBranch === given.base &&
        one.head.repositoryId === headRepository.id &&
        one.head.branch === given.head.branch,
    );
    if (twin !== undefined)
      throw new SimError("conflict", `A change already exists for ${given.head.branch}: #${twin.number}`);
    const change = await makeChange(model, repository, given, headSha);
    await keepHeadRef(model, repository, change);
    await emit(model, { kind: "change.opened", repository, change, actorId: given.authorId });
    return change;
  });
}

async function makeChange(
  model: Model,
  repository: SimRepository,
  given: ChangeGiven,
  headSha: string,
): Promise<SimChange> {
  const { baseSha, mergeBaseSha } = await readBaseOf(repository, given.base, headSha);
  const at = model.clock.tick();
  const change: SimChange = {
    id: model.newId(),
    number: repository.nextNumber++,
    title: given.title,
    body: given.body ?? "",
    state: "open",
    isDraft: given.isDraft ?? false,
    authorId: given.authorId,
    baseBranch: given.base,
    baseSha,
    head: given.head,
    headSha,
    versions: [
      {
        id: model.newId(),
        sha: headSha,
        baseSha,
        mergeBaseSha,
        createdAt: at,
        pusherId: given.authorId,
        kind: "opened",
      },
    ],
    createdAt: at,
    updatedAt: at,
    mergedAt: null,
    mergedById: null,
    mergeSha: null,
    squashSha: null,
    closedAt: null,
    closedById: null,
    isLocked: false,
    labels: [],
    assigneeIds: [],
    requestedReviewerIds: [],
    requestedTeamIds: [],
    reviews: [],
    approvals: [],
    comments: [],
    threads: [],
    timeline: [],
    settings: {},
  };
  repository.changes.push(change);
  return change;
}

export async function editChange(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  edit: { readonly title?: string; readonly body?: string; readonly base?: string; readonly actorId: number },
): Promise<void> {
  const changes: Record<string, { from: string }> = {};
  if (edit.title !== undefined && edit.title !== change.title) {
    changes.title = { from: change.title };
    recordTimeline(model, change, {
      kind: "renamed",
      actorId: edit.actorId,
      data: { from: change.title, to: edit.title },
    });
    change.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== change.body) {
    changes.body = { from: change.body };
    change.body = edit.body;
  }
  if (edit.base !== undefined && edit.base !== change.baseBranch) {
    if ((await resolveBranch(repository.directory, edit.base)) === null)
      throw new SimError("invalid", "base: no such branch");
    changes.base = { from: change.baseBranch };
    const data = { from: change.baseBranch, to: edit.base };
    change.baseBranch = edit.base;
    change.baseSha = (await readBaseOf(repository, edit.base, change.headSha)).baseSha;
    recordTimeline(model, change, { kind: "base_ref_changed", actorId: edit.actorId, data });
  }
  if (Object.keys(changes).length === 0) return;
  change.updatedAt = model.clock.tick();
  await emit(model, { kind: "change.edited", repository, change, actorId: edit.actorId, changes });
}

export async function closeChange(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<void> {
  if (change.state !== "open") return;
  const { at } = recordTimeline(model, change, { kind: "closed", actorId });
  change.state = "closed";
  change.closedAt = at;
  change.closedById = actorId;
  await emit(model, { kind: "change.closed", repository, change, actorId });
}

export async function reopenChange(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<void> {
  if (change.state !== "closed") throw new SimError("invalid", "state cannot be changed: it is not closed");
  const tip = await resolveBranch(repositoryOf(model, change.head.repositoryId).directory, change.head.branch);
  if (tip === null) throw new SimError("invalid", "state cannot be changed: the head branch was deleted");
  if (tip !== change.headSha) await followWhileClosed(model, repository, change, { after: tip, actorId });
  recordTimeline(model, change, { kind: "reopened", actorId });
  change.state = "open";
  change.closedAt = null;
  change.closedById = null;
  await emit(model, { kind: "change.reopened", repository, change, actorId });
}

export async function setDraft(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  isDraft: boolean,
  actorId: number,
): Promise<void> {
  if (change.isDraft === isDraft) return;
  change.isDraft = isDraft;
  recordTimeline(model, change, { kind: isDraft ? "convert_to_draft" : "ready_for_review", actorId });
  await emit(model, { kind: isDraft ? "change.draft" : "change.ready", repository, change, actorId });
}

export function labelNamed(model: Model, repository: SimRepository, name: string): SimLabel {
  const found = repository.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const label = { id: model.newId(), name, color: "ededed", description: null };
  repository.labels.push(label);
  return label;
}

export async function addLabel(
  model: Model,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  name: string,
  actorId: number,
): Promise<void> {
  const label = labelNamed(model, repository, name);
  if (subject.labels.includes(label.name)) return;
  subject.labels.push(label.name);
  recordTimeline(model, subject, {
    kind: "labeled",
    actorId,
    data: { label: { name: label.name, color: label.color } },
  });
  if ("headSha" in subject) await emit(model, { kind: "change.labeled", repository, change: subject, label, actorId });
  else await emit(model, { kind: "issue.labeled", repository, issue: subject, label, actorId });
}

export async function removeLabel(
  model: Model,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  name: string,
  actorId: number,
): Promise<void> {
  const label = labelNamed(model, repository, name);
  if (!subject.labels.includes(label.name)) throw new SimError("not-found", "Label does not exist");
  subject.labels = subject.labels.filter((one) => one !== label.name);
  recordTimeline(model, subject, {
    kind: "unlabeled",
    actorId,
    data: { label: { name: label.name, color: label.color } },
  });
  if ("headSha" in subject)
    await emit(model, { kind: "change.unlabeled", repository, change: subject, label, actorId });
  else await emit(model, { kind: "issue.unlabeled", repository, issue: subject, label, actorId });
}
