import type { Finding } from "./finding.ts";

export type CheckConclusion = "success" | "failure" | "action_required";

/** One check on the head of a change. The name carries the base branch, as a check belongs to a sha and not to a change. */
export interface CheckReport {
  readonly name: string;
  readonly conclusion: CheckConclusion;
  readonly title: string;
  /** Markdown, complete on its own. */
  readonly summary: string;
  readonly annotations: readonly Finding[];
}

/** What the forge shall show of a change. Publishing it twice changes nothing. */
export interface ChangeReport {
  readonly head: string;
  readonly checks: readonly CheckReport[];
  /** Markdown of the one summary comment. */
  readonly summary: string;
  /** Findings that stand on lines of the change: a line comment each, resolved when it is no longer here. */
  readonly lineFindings: readonly LineFinding[];
}

export interface LineFinding {
  /** Stays the same while the finding does, also when it moves to another line. */
  readonly fingerprint: string;
  readonly path: string;
  /** In the head's version, from 1. */
  readonly line: number;
  /** Markdown. */
  readonly body: string;
}

export type DeploymentState = "pending" | "in_progress" | "success" | "failure" | "inactive";

/** What happened to a landed commit on a node. */
export interface DeploymentReport {
  readonly sha: string;
  readonly ref: string;
  /** Environment, such as `london/study`. */
  readonly environment: string;
  readonly state: DeploymentState;
  readonly description: string;
}

/** Something that a person must look at now, shown on the forge. Raised once for each `key`, updated in place. */
export interface Alert {
  /** Stays the same while it is about the same thing. */
  readonly key: string;
  readonly sha: string;
  readonly title: string;
  readonly body: string;
}
