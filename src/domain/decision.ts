import type { Person } from "./identity.ts";

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
  readonly source: "review" | "command" | "countersignature";
}

export interface Decision {
  readonly version: 1;
  readonly status: DecisionStatus;
  readonly summary: string;
  readonly tree: DecisionNode;
  readonly approvals: readonly ApprovalRecord[];
  readonly policy: { readonly sha256: string; readonly name: string };
}
