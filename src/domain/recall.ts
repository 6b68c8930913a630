import type { Account, Person, RepositoryKey } from "./identity.ts";

/** What somebody did to take an approval back after the change had landed; `expiry` is nobody's act. */
export type TakingBack =
  | { readonly kind: "withdrawal" | "objection" | "hold"; readonly by: Person }
  | { readonly kind: "expiry" };

/** Why something that landed and was approved shall not be live any more. */
export type RecallCause =
  /** Somebody entitled asked for it. `tip` is the newest approved landing then: what lands after it ends the rollback. */
  | { readonly kind: "rollback"; readonly by: Account; readonly to: string; readonly tip: string }
  /** Its approval was taken back. `rollsBack`: the policy takes it from the node; else people are told, and decide. */
  | { readonly kind: "taken-back"; readonly acts: readonly TakingBack[]; readonly rollsBack: boolean };

/** A recorded decision that a landing, and what is stacked on it, is held back, until it is ended. */
export interface Recall {
  /** The same for the same act, so that whoever is interrupted records it once. */
  readonly id: string;
  readonly repositoryKey: RepositoryKey;
  readonly ref: string;
  /** The landing that it is about. */
  readonly sha: string;
  /** The change that it came by; `null` where it was countersigned itself. */
  readonly change: number | null;
  readonly cause: RecallCause;
  readonly at: string;
  /** Why it holds no longer; `null` while it does. */
  readonly ended: { readonly at: string; readonly why: string } | null;
  /** Whether what it is now has been carried out and told. */
  readonly isTold: boolean;
}
