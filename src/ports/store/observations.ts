import type { Account, RepositoryKey } from "../../domain/identity.ts";

/** Facts that only the first look can tell. The first record wins for ever. */
export interface ObservationStore {
  recordReview(repository: RepositoryKey, change: number, review: FirstSeenReview): Promise<FirstSeenReview>;
  recordComment(repository: RepositoryKey, change: number, comment: FirstSeenComment): Promise<FirstSeenComment>;
  recordLabel(repository: RepositoryKey, change: number, label: FirstSeenLabel): Promise<FirstSeenLabel>;
  /** Every comment of a change that was ever seen, by its id, also those that somebody removed since. */
  listComments(repository: RepositoryKey, change: number): Promise<readonly FirstSeenComment[]>;
}

/** What the change number is for comments of no change: on a commit, and on an alert about one. */
export const commentsOnCommits = 0;
export const commentsOnAlerts = -1;

export interface FirstSeenReview {
  readonly id: number;
  readonly sha: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
}

/** The setting of a label: who may rename labels must not make it one of another. */
export interface FirstSeenLabel {
  /** The forge's id of the event. */
  readonly id: number;
  readonly name: string;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
}

export interface FirstSeenComment {
  readonly id: number;
  /** Of one that was edited before it was first seen, only what objects, holds or withdraws; `null` where nothing is known. */
  readonly body: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
  /** Who wrote it and when, so that what objects outlives the comment; absent where that was not recorded. */
  readonly account?: Account;
  readonly at?: string;
  /** The commit that a comment of no change is about. */
  readonly about?: string;
}
