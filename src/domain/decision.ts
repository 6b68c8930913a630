import type { Person } from "./identity.ts";
import type { PolicyLayerDigest, PolicyOrigin } from "./policy.ts";

export type DecisionStatus = "approved" | "pending" | "rejected" | "failed";
export type NodeStatus = DecisionStatus | "skipped";

export interface Awaited {
  readonly count: number;
  /** A group of the policy's `people`, `node controllers`, or what else is awaited. */
  readonly from: string;
}

/** One node of the evaluated tree, with its own sentence. */
export interface DecisionNode {
  readonly name: string;
  /** The layer of the policy that asks for it, and the line there; absent where no policy does. */
  readonly origin?: PolicyOrigin;
  /** Enforced by that layer or by one that extends it. */
  readonly enforced?: boolean;
  /** Enforced, but only observed by the layer that enforces it. */
  readonly isObserved?: boolean;
  readonly status: NodeStatus;
  readonly reason: string;
  readonly waitingFor: readonly Awaited[];
  readonly children: readonly DecisionNode[];
}

/** An approval that somebody gave, and whether it fills at least one seat. */
export interface ApprovalRecord {
  readonly account: Person;
  readonly sha: string | null;
  readonly counted: boolean;
  readonly why: string;
  readonly source: "review" | "command" | "countersignature" | "label";
  /** The label that was set, where one stands for the approval. */
  readonly label?: string;
}

export interface Decision {
  readonly version: 1;
  readonly status: DecisionStatus;
  readonly summary: string;
  readonly tree: DecisionNode;
  readonly approvals: readonly ApprovalRecord[];
  /** `layers`: all files that the policy is made of, the weightiest last; absent where there is but one. */
  readonly policy: { readonly sha256: string; readonly name: string; readonly layers?: readonly PolicyLayerDigest[] };
}
