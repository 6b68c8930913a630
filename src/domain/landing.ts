import type { Decision } from "./decision.ts";
import type { Account, Person } from "./identity.ts";

/** One or more first-parent steps of a deploy branch that belong together: a merge, a squash, a rebase, or a direct push. */
export interface Landing {
  /** The tip of the branch before it. */
  readonly before: string;
  /** The tip after it. */
  readonly sha: string;
  readonly tree: string;
  readonly pushedBy: Account | null;
}

export type LandingBasis =
  | { readonly kind: "change"; readonly number: number; readonly head: string }
  /** `author` pushed it, or raised the change that it came by. */
  | { readonly kind: "countersigned"; readonly author: Person }
  | { readonly kind: "adopted"; readonly by: Account }
  | { readonly kind: "restores"; readonly release: string };

/** What was decided, once and for all, about a landing. */
export type LandingVerdict =
  | {
      readonly status: "approved";
      readonly basis: LandingBasis;
      readonly decision: Decision | null;
      readonly reason: string;
    }
  | {
      readonly status: "unapproved";
      /** The change that it seems to be; `null` for a direct push. */
      readonly change: number | null;
      readonly decision: Decision | null;
      readonly reason: string;
      /** What its validation found, as a clause; absent where it lacks the approval itself. */
      readonly invalid?: string;
    };

/** What a policy in force would have held against a landing that it only observed. */
export interface ObservedLanding {
  readonly change: number;
  /** The decision, where it was not approved; else which files could not be examined, if any. */
  readonly summary: string | null;
  /** Findings at error on its own lines. */
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly line: number }[];
}
