import type { Person } from "../../domain/identity.ts";
import type { NoteWire, VersionWire } from "./wire.ts";

/** A review as GitLab tells it: by system notes that nobody but GitLab itself can write. */
export interface NotedReview {
  readonly id: number;
  readonly by: Person;
  readonly state: "approved" | "changes_requested";
  readonly dismissed: { readonly by: Person; readonly at: string } | null;
  readonly sha: string | null;
  readonly at: string;
}

/** Who takes approvals back when nobody did so by hand, as on a push to the source branch. */
const gitlabItself: Person = { id: 0, login: "gitlab" };

/**
 * Reviews of a merge request, oldest first. GitLab's approvals carry no sha: an approval counts for the head of the version
 * that was there when its note was written. One that is no longer among `approvedBy` was taken back.
 * Source: app/services/system_notes/merge_requests_service.rb of gitlab-org/gitlab.
 */
export function reviewsOf(facts: {
  readonly notes: readonly NoteWire[];
  readonly versions: readonly VersionWire[];
  readonly approvedBy: readonly number[];
}): NotedReview[] {
  const { notes, versions, approvedBy } = facts;
  let reviews: NotedReview[] = [];
  for (const note of notes.filter((one) => one.system).toSorted(byTime)) {
    const by = { id: note.author.id, login: note.author.username };
    const ends = note.body === "approved this merge request" || note.body === "unapproved this merge request";
    if (ends)
      reviews = reviews.map((one) =>
        isStanding(one, by.id) ? { ...one, dismissed: { by, at: note.created_at } } : one,
      );
    const state = stateOf(note.body);
    if (state === null) continue;
    reviews.push({
      id: note.id,
      by,
      state,
      dismissed: null,
      sha: headAt(versions, note.created_at),
      at: note.created_at,
    });
  }
  return reviews.map((one) => {
    if (!isStanding(one, one.by.id) || approvedBy.includes(one.by.id)) return one;
    return { ...one, dismissed: { by: gitlabItself, at: nextVersionAfter(versions, one.at)?.created_at ?? one.at } };
  });
}

function stateOf(body: string): NotedReview["state"] | null {
  if (body === "approved this merge request") return "approved";
  if (body === "requested changes") return "changes_requested";
  return null;
}

function isStanding(review: NotedReview, accountId: number): boolean {
  return review.state === "approved" && review.dismissed === null && review.by.id === accountId;
}

function byTime(a: NoteWire, b: NoteWire): number {
  return Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id;
}

/** The head of the newest version made strictly before `at`; `null` when one was made at the same instant, or none before. */
export function headAt(versions: readonly VersionWire[], at: string): string | null {
  const instant = Date.parse(at);
  if (versions.some((version) => Date.parse(version.created_at) === instant)) return null;
  const earlier = versions.filter((version) => Date.parse(version.created_at) < instant);
  return newestFirst(earlier)[0]?.head_commit_sha ?? null;
}

export function newestFirst(versions: readonly VersionWire[]): VersionWire[] {
  return versions.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || b.id - a.id);
}

function nextVersionAfter(versions: readonly VersionWire[], at: string): VersionWire | undefined {
  return newestFirst(versions).findLast((version) => Date.parse(version.created_at) > Date.parse(at));
}

/** A head and since when it was that, newest first. Versions in a row with one head (a retargeting makes such) are one. */
export function headsOf(versions: readonly VersionWire[]): { readonly sha: string; readonly since: string }[] {
  const heads: { sha: string; since: string }[] = [];
  for (const version of newestFirst(versions)) {
    const last = heads.at(-1);
    if (last?.sha === version.head_commit_sha) last.since = version.created_at;
    else heads.push({ sha: version.head_commit_sha, since: version.created_at });
  }
  return heads;
}

/** When the target branch was last replaced by another; `null` if it never was. */
export function targetSince(notes: readonly NoteWire[]): string | null {
  const changes = notes.filter((note) => note.system && isRetargeting(note.body)).toSorted(byTime);
  return changes.at(-1)?.created_at ?? null;
}

function isRetargeting(body: string): boolean {
  return (
    /^changed target branch from `/.test(body) ||
    /^deleted the `.*` branch\. This merge request now targets the `/.test(body)
  );
}
