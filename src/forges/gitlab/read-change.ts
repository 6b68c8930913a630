import type { Check } from "../../domain/change.ts";
import type { Account, ChangeRef } from "../../domain/identity.ts";
import type { ForgeChange, ForgeLabel } from "../../ports/forge.ts";
import { readAccounts } from "./accounts.ts";
import { type Push, pushersOf, readPushes, tipsOf } from "./activity.ts";
import type { GitlabClient } from "./client.ts";
import { mergedCommitOf } from "./landings.ts";
import {
  isEdited,
  readApprovedBy,
  readLabelEvents,
  readMergeRequest,
  readNotes,
  readStatuses,
  readVersions,
} from "./merge-request.ts";
import { orNull } from "./refusal-status.ts";
import { headsOf, newestFirst, reviewsOf, targetSince } from "./reviews.ts";
import type { LabelEventWire, MergeRequestWire, StatusWire, UserWire } from "./wire.ts";

/** Everything that GitLab says of a merge request: its people, and what they did when. */
export async function readChange(client: GitlabClient, ref: ChangeRef): Promise<ForgeChange> {
  const request = await readMergeRequest(client, ref);
  const [notes, approvedBy, labelEvents] = await Promise.all([
    readNotes(client, ref),
    readApprovedBy(client, ref),
    readLabelEvents(client, ref),
  ]);
  // After the notes: an approval given while we read must find its version, and not be taken for the one before.
  const versions = await readVersions(client, ref);
  const heads = headsOf(versions);
  const sha = request.sha ?? newestFirst(versions)[0]?.head_commit_sha ?? "";
  const noted = reviewsOf({ notes, versions, approvedBy });
  const comments = notes.filter((note) => !note.system);
  const labels = lastLabelEvents(request, labelEvents);
  const acts = [
    request.created_at,
    ...noted.map((review) => review.at),
    ...comments.map((note) => note.created_at),
    ...labels.flatMap(({ event }) => event?.created_at ?? []),
  ];
  const shas = heads.map((head) => head.sha);
  const pushed = await readPushesOf(client, request, shas, oldest(acts));
  const known = pushersOf(pushed.source, request.source_branch, [...shas, sha]);
  const accounts = await readAccounts(client, [
    request.author,
    ...noted.map((review) => ({ id: review.by.id, username: review.by.login })),
    ...comments.map((note) => note.author),
    ...labelEvents.flatMap((event) => (event.user === null ? [] : [event.user])),
  ]);
  const accountOf = (user: UserWire): Account =>
    accounts.get(user.id) ?? { id: user.id, login: user.username, kind: "bot" };
  return {
    ref,
    title: request.title,
    body: request.description ?? "",
    state: stateOf(request),
    isDraft: request.draft,
    isFork: isFork(request),
    author: accountOf(request.author),
    webUrl: request.web_url,
    baseRef: `refs/heads/${request.target_branch}`,
    baseRefSince: targetSince(notes),
    baseTips: tipsOf(pushed.base, request.target_branch),
    head: { ref: `refs/heads/${request.source_branch}`, sha, since: sinceOf(heads, sha) },
    earlierHeads: heads[0]?.sha === sha ? heads.slice(1) : heads,
    pushers: known?.pushers ?? null,
    pushersSince: known?.since ?? null,
    reviews: noted.map(({ by, ...review }) => ({
      ...review,
      account: accountOf({ id: by.id, username: by.login }),
      edited: false,
      body: "",
    })),
    comments: comments.map((note) => ({
      id: note.id,
      place: "conversation" as const,
      account: accountOf(note.author),
      body: note.body,
      at: note.created_at,
      edited: isEdited(note),
    })),
    checks: await readChecks(client, request, sha),
    labels: labels.map(({ name, event }) => toLabel(name, event, accountOf)),
    mergedAs: mergedCommitOf(request),
  };
}

/** Pushes of the base branch back before `reach`, and of the source branch back to its creation. */
async function readPushesOf(
  client: GitlabClient,
  request: MergeRequestWire,
  heads: readonly string[],
  reach: string,
): Promise<{ readonly base: readonly Push[]; readonly source: readonly Push[] }> {
  const missing = new Set(heads);
  const isAtSourceStart = (push: Push): boolean => {
    if (push.branch !== request.source_branch) return false;
    missing.delete(push.sha ?? "");
    return missing.size === 0 && push.action === "created";
  };
  const isBeforeReach = (push: Push): boolean =>
    push.branch === request.target_branch && Date.parse(push.at) < Date.parse(reach);
  if (!isFork(request)) {
    let hasBase = false;
    let hasSource = false;
    const both = await readPushes(client, request.target_project_id, (push) => {
      hasBase ||= isBeforeReach(push);
      hasSource ||= isAtSourceStart(push);
      return hasBase && hasSource;
    });
    return { base: both, source: both };
  }
  const base = await readPushes(client, request.target_project_id, isBeforeReach);
  const fork = request.source_project_id;
  if (fork === null) return { base, source: [] };
  // A fork can be hidden from us: then nobody knows who pushed to it.
  return { base, source: (await orNull([403, 404], () => readPushes(client, fork, isAtSourceStart))) ?? [] };
}

async function readChecks(client: GitlabClient, request: MergeRequestWire, sha: string): Promise<readonly Check[]> {
  if (sha === "") return [];
  return (await readStatuses(client, request.target_project_id, sha)).map(toCheck);
}

/** GitLab does not say which application reported a status: `app` is the login of the account that did. */
function toCheck(status: StatusWire): Check {
  return { name: status.name, app: status.author?.username ?? "", state: checkState(status.status), sha: status.sha };
}

function checkState(status: string): Check["state"] {
  if (status === "success") return "success";
  if (status === "skipped") return "skipped";
  return status === "failed" || status === "canceled" ? "failure" : "pending";
}

function oldest(instants: readonly string[]): string {
  return instants.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? "";
}

function stateOf(request: MergeRequestWire): ForgeChange["state"] {
  if (request.state === "merged") return "merged";
  return request.state === "closed" ? "closed" : "open";
}

function isFork(request: MergeRequestWire): boolean {
  return request.source_project_id !== request.target_project_id;
}

function sinceOf(heads: readonly { readonly sha: string; readonly since: string }[], sha: string): string | null {
  const newest = heads[0];
  return newest?.sha === sha ? newest.since : null;
}

/** What was done last with each label that stands on a merge request; GitLab keeps no event of some. */
function lastLabelEvents(
  { labels }: MergeRequestWire,
  events: readonly LabelEventWire[],
): readonly { readonly name: string; readonly event: LabelEventWire | undefined }[] {
  const ordered = events.toSorted((a, b) => a.id - b.id);
  return labels.map((name) => ({ name, event: ordered.findLast(({ label }) => label?.name === name) }));
}

/** Where the last event did not set it, or is of no user, nobody knows who did. */
function toLabel(name: string, event: LabelEventWire | undefined, accountOf: (user: UserWire) => Account): ForgeLabel {
  if (event === undefined || event.action !== "add" || event.user === null)
    return { name, by: null, at: null, event: null };
  return { name, by: accountOf(event.user), at: event.created_at, event: event.id };
}
