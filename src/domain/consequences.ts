/** What a change would do on the node, by weight: what comes first matters most. */
export const consequenceKinds = [
  "import-failure",
  "dag-removed",
  "dag-renamed",
  "dag-rescheduled",
  "dag-added",
  "job-removed",
  "schedule-removed",
  "asset-removed",
  "schedule-rescheduled",
  "job-added",
  "schedule-added",
  "points-nowhere",
  "dataset",
  "connection",
  "image",
  "variable",
  "package",
  "task",
  "asset-added",
] as const;

export type ConsequenceKind = (typeof consequenceKinds)[number];

export interface Consequence {
  readonly kind: ConsequenceKind;
  /** The id or name of what it is about, in the words of the change. */
  readonly name: string;
  /** What follows the name in a sentence; names of the change stand in backticks. */
  readonly detail: string;
  readonly path: string;
  /** False: it may be so, but not all of the code could be followed. */
  readonly isCertain: boolean;
}

/** A DAG that is new or has another schedule, with what its next runs depend on. */
export interface PlannedDag {
  readonly dagId: string;
  /** A cron expression of five fields, or how many seconds are between two runs. */
  readonly every: string | number;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 8601; `null` where it has none. */
  readonly startDate: string | null;
  /** Whether runs from the start date until now are made up for; only a new DAG's are counted. */
  readonly catchesUp: boolean;
}

/** What a change would do, from the DAGs before and after it. It says the same at any time; what depends on the time is rendered. */
export interface Consequences {
  readonly items: readonly Consequence[];
  readonly planned: readonly PlannedDag[];
  /** Datasets of the node's catalogue that DAGs of the changed files name. */
  readonly datasets: readonly { readonly name: string; readonly path: string }[];
  /** Changed files of which not all could be followed, so that there may be more. */
  readonly unclear: readonly { readonly path: string; readonly reason: string }[];
}
