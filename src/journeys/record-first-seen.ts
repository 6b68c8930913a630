import { baseRefAt, tipAt } from "../core/base-at.ts";
import { restraintsIn } from "../core/commands.ts";
import type { Comment, Instant, Label, Review } from "../domain/change.ts";
import { repositoryKey } from "../domain/identity.ts";
import { findMergeBase } from "../git/list-commits.ts";
import type { Mirror } from "../git/mirror.ts";
import type { CommentPlace, ForgeChange, ForgeComment, ForgeLabel, ForgeReview } from "../ports/forge.ts";
import {
  commentsOnAlerts,
  commentsOnCommits,
  type FirstSeenComment,
  type ObservationStore,
} from "../ports/store/observations.ts";
import { inTurn } from "./in-turn.ts";

/** What reviews and comments of one change are looked at against. */
export interface Sight {
  readonly store: ObservationStore;
  readonly mirror: Mirror;
  readonly told: ForgeChange;
  /** The base branch's tip now. */
  readonly baseSha: string;
}

/** The review with the sha, base and merge base that were first recorded for it. */
export async function recordReview(sight: Sight, review: ForgeReview): Promise<Review> {
  const { told, store } = sight;
  const first = await store.recordReview(repositoryKey(told.ref.repository), told.ref.number, {
    id: review.id,
    sha: review.sha,
    baseRef: baseRefAt(told, review.at),
    mergeBase: review.sha === null ? null : await mergeBaseAt(sight, review.at, review.sha),
  });
  return { ...review, sha: first.sha, baseRef: first.baseRef, mergeBase: first.mergeBase };
}

/** The comment with the body, base and merge base that were first recorded for it. */
export async function recordComment(sight: Sight, comment: ForgeComment): Promise<Comment> {
  const { told, store } = sight;
  const number = told.ref.number === 0 ? numberOfPlace(comment.place) : told.ref.number;
  const first = await store.recordComment(repositoryKey(told.ref.repository), number, {
    id: comment.id,
    body: firstBody(comment),
    baseRef: baseRefAt(told, comment.at),
    mergeBase: await mergeBaseAt(sight, comment.at, told.head.sha),
    account: comment.account,
    at: comment.at,
    ...(told.ref.number === 0 ? { about: told.head.sha } : {}),
  });
  const { place: _, ...said } = comment;
  return { ...said, body: first.body, baseRef: first.baseRef, mergeBase: first.mergeBase };
}

/**
 * The label with the base and merge base that were first recorded for its setting. Where that was of a label of another name,
 * the label was renamed since, and nobody set it.
 */
export async function recordLabel(sight: Sight, { event, ...label }: ForgeLabel): Promise<Label> {
  const { told, store } = sight;
  const unknown = { name: label.name, by: null, at: null, baseRef: null, mergeBase: null };
  if (label.at === null || event === null) return unknown;
  const { name, baseRef, mergeBase } = await store.recordLabel(repositoryKey(told.ref.repository), told.ref.number, {
    id: event,
    name: label.name,
    baseRef: baseRefAt(told, label.at),
    mergeBase: await mergeBaseAt(sight, label.at, told.head.sha),
  });
  return name === label.name ? { ...label, baseRef, mergeBase } : unknown;
}

/** What is known of a body at first sight: an edit that came before it adds no power, and takes no objection back. */
export function firstBody({ body, edited }: Pick<ForgeComment, "body" | "edited">): string | null {
  return edited ? restraintsIn(body) : body;
}

/**
 * What was objected to, held or withdrawn in comments that are gone, of a change or about a commit: whoever removes one, that
 * stays. As after an edit, a withdrawal ends approvals then, and no objection.
 */
export async function recallRemoved({ store, told }: Sight): Promise<readonly Comment[]> {
  const { repository, number } = told.ref;
  const key = repositoryKey(repository);
  if (number !== 0) return removedAmong(await store.listComments(key, number), told.comments);
  const places = await inTurn(["commit", "conversation"] as const, async (place) => {
    const seen = await store.listComments(key, numberOfPlace(place));
    const aboutThis = seen.filter(({ about }) => about === told.head.sha);
    return removedAmong(
      aboutThis,
      told.comments.filter((comment) => comment.place === place),
    );
  });
  return places.flat();
}

function removedAmong(
  seen: readonly FirstSeenComment[],
  present: readonly Pick<ForgeComment, "id">[],
): readonly Comment[] {
  const ids = new Set(present.map(({ id }) => id));
  return seen.flatMap(({ id, body, baseRef, mergeBase, account, at }) => {
    const restraints = body === null || ids.has(id) ? null : restraintsIn(body);
    if (restraints === null || account === undefined || at === undefined) return [];
    return [{ id, account, body: restraints, baseRef, mergeBase, at, edited: true }];
  });
}

/** Under which number a comment of no change is recorded, so that ids of two sequences never meet. */
export function numberOfPlace(place: CommentPlace): number {
  return place === "commit" ? commentsOnCommits : commentsOnAlerts;
}

async function mergeBaseAt(sight: Sight, at: Instant, sha: string): Promise<string | null> {
  const tip = tipAt(sight.told.baseTips, sight.baseSha, at);
  if (tip === null) return null;
  try {
    return await findMergeBase(sight.mirror, tip, sha);
  } catch {
    return null; // a commit that git no longer has: unknown, which counts for nothing
  }
}
