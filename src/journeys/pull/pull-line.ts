import type { FileCounts } from "../../domain/release.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";

/** What one cycle says of one repository on standard output; described by docs/schemas/node-cycle.json. */
export interface PullLine {
  readonly version: 1;
  /**
   * `deployed`, `unchanged`: the branch's tip is accepted and live. `waiting`: something on the branch is not accepted.
   * `refused`: the branch was set back, or what is accepted has content that is not deployed. `failed`: the outside world.
   */
  readonly status: "deployed" | "unchanged" | "waiting" | "refused" | "failed";
  readonly node: string;
  /** The address, without credentials. */
  readonly repository: string;
  readonly ref: string;
  readonly namespace: string;
  /** What is live after this cycle; `null` when nothing is, or the targets differ. */
  readonly commit: string | null;
  readonly previous: string | null;
  /** The branch's tip; `null` when it could not be read. */
  readonly wanted: string | null;
  /** On which basis what is live was accepted, by whom, and why. */
  readonly accepted: Pick<AcceptedState, "commit" | "basis" | "by" | "reason" | "at"> | null;
  /** Why nothing newer was accepted: sentences. */
  readonly why: readonly string[];
  readonly changed: FileCounts;
  readonly at: string;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
}
