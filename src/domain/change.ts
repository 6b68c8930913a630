import type { Account, ForgeName, Person } from "./identity.ts";
import type { OptionalFact } from "./optional-facts.ts";

/** An ISO 8601 instant with an offset. Compared as an instant, never as text. */
export type Instant = string;

/** A list that may be cut short by its source. An incomplete list approves nothing. */
export interface Listing<T> {
  readonly complete: boolean;
  readonly items: readonly T[];
}

export interface ChangedFile {
  readonly path: string;
  /** Where a renamed or copied file was; `null` otherwise. */
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed" | "copied";
  /** Git's mode after the change, such as `100644`; of the removed file when removed. */
  readonly mode: string;
  /** Git's mode before the change, where something else stood there than now, such as a link in the place of a file. */
  readonly previousMode?: string;
  readonly additions: number;
  readonly deletions: number;
}

export interface Signature {
  readonly state: "valid" | "invalid" | "none";
  /** Whose key it is; `null` for the forge's own key, or for nobody's. */
  readonly by: Person | null;
}

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** `null`: the e-mail address belongs to no account. */
  readonly author: Person | null;
  readonly committer: Person | null;
  readonly coAuthors: readonly Person[];
  readonly signature: Signature;
  /** Made by the forge to bring a branch up to date, and its tree is the clean merge of its parents, computed by us. */
  readonly isCleanUpdateMerge: boolean;
  readonly message: string;
}

/** What somebody said in a review. `sha`, `baseRef` and `mergeBase` are those first recorded for it; `null` where unknown. */
export interface Review {
  readonly id: number;
  readonly account: Account;
  readonly state: "approved" | "changes_requested" | "commented";
  readonly dismissed: { readonly by: Person; readonly at: Instant } | null;
  readonly sha: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
  readonly at: Instant;
  readonly edited: boolean;
  readonly body: string;
}

/** A comment of the conversation. `body`, `baseRef` and `mergeBase` are those first recorded for it; `null` where unknown. */
export interface Comment {
  readonly id: number;
  readonly account: Account;
  readonly body: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
  readonly at: Instant;
  readonly edited: boolean;
}

export interface Check {
  readonly name: string;
  /** The slug of the app that reported it, such as `github-actions`. */
  readonly app: string;
  readonly state: "success" | "failure" | "pending" | "skipped";
  readonly sha: string;
}

/** A label that stands on a change. Who set it last, when, and for which base branch and merge base; `null` where unknown. */
export interface Label {
  readonly name: string;
  readonly by: Account | null;
  readonly at: Instant | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
}

/** A dataset of the node's catalogue that a change touches, with what the catalogue says of it. */
export interface DatasetTouched {
  readonly name: string;
  /** Groups such as `team:acme/patients-owners`. */
  readonly owners: readonly string[];
  /** The files that touch it; absent where they are not known, so that no requirement covers a path for its sake. */
  readonly paths?: readonly string[];
  /** Agreements of which a job request that reads it must name one, `any` being whichever; absent: it needs none. */
  readonly agreements?: "any" | readonly string[];
  /** What it may be read for; absent: anything. */
  readonly purposes?: readonly string[];
}

/** What a job request that a change adds or edits asks for. `asks` is `null` where it cannot be read as one. */
export interface JobAsked {
  readonly path: string;
  readonly asks: {
    /** As they are named, whether or not the node's catalogue has them. */
    readonly datasets: readonly string[];
    readonly purpose: string;
    readonly agreement: string | null;
  } | null;
}

export interface FindingSummary {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info";
  readonly path: string;
}

/** A sha that was the head of the change, since the server time at which it became that. */
export interface EarlierHead {
  readonly sha: string;
  readonly since: Instant | null;
  readonly mergeBase: string | null;
}

/** What the forge tells of a change by which something landed. Its files are those of the landing. */
export type BroughtBy = Pick<
  ChangeRequest,
  "number" | "title" | "isDraft" | "isFork" | "author" | "requester" | "labels"
>;

/**
 * All that a decision is made of: one change as it is now, and the people and groups it speaks of.
 * The same shape is the input of `countersign policy decide`.
 */
export interface ChangeRequest {
  readonly forge: ForgeName;
  readonly repository: { readonly id: number; readonly name: string };
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly isDraft: boolean;
  readonly isFork: boolean;
  readonly author: Account;
  /** Who asked for the run whose results these are. Never counts as an approver. */
  readonly requester: Person | null;
  /** Everybody who pushed to the head branch; `null` where unknown. */
  readonly pushers: readonly Person[] | null;
  readonly base: { readonly ref: string; readonly sha: string };
  readonly mergeBase: string;
  readonly head: { readonly ref: string; readonly sha: string; readonly tree: string; readonly since: Instant | null };
  readonly earlierHeads: readonly EarlierHead[];
  readonly files: Listing<ChangedFile>;
  readonly commits: Listing<Commit>;
  readonly reviews: readonly Review[];
  readonly comments: readonly Comment[];
  readonly checks: readonly Check[];
  readonly labels: readonly Label[];
  /** By key such as `team:acme/data-controllers`. Missing or `null`: could not be read. */
  readonly groups: Readonly<Record<string, readonly Person[] | null>>;
  /** Repository permission by account id (as text). */
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly findings: readonly FindingSummary[];
  /** Files that could not be examined, so that it is not known what the rules would find in them; absent: none. */
  readonly unread?: readonly string[];
  /**
   * Of a landing that is judged by itself: the changes by which it came. None where it was pushed past all changes, `null` where
   * that is not known; absent: it is a change.
   */
  readonly broughtBy?: readonly BroughtBy[] | null;
  readonly datasets: readonly DatasetTouched[];
  /** Absent where it is not known what the change's job requests ask for. */
  readonly jobs?: readonly JobAsked[];
  /** Facts that nobody gave, so that what stands for them here says nothing; absent: all were given. */
  readonly leftOut?: readonly OptionalFact[];
  readonly now: Instant;
}

/** Repository permissions, weakest first. GitLab: guest and reporter read, developer write, maintainer, owner admin. */
export const permissionLevels = ["read", "triage", "write", "maintain", "admin"] as const;
export type Permission = (typeof permissionLevels)[number];

/**
 * Access levels of GitLab's groups, weakest first. A key such as `group:acme/data:maintainer` names those who have at least that.
 * Source: https://docs.gitlab.com/api/access_requests/#valid-access-levels
 */
export const groupAccess = { guest: 10, planner: 15, reporter: 20, developer: 30, maintainer: 40, owner: 50 } as const;
export const groupAccessLevels = ["guest", "planner", "reporter", "developer", "maintainer", "owner"] as const;
