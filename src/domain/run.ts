import type { Person, RepositoryRef } from "./identity.ts";

export type EngineRef =
  | { readonly kind: "airflow"; readonly dagId: string }
  | { readonly kind: "dagster"; readonly location: string; readonly job: string };

export type OutputKind = "table" | "figure" | "text" | "model";

export interface DeclaredOutput {
  readonly path: string;
  readonly kind: OutputKind;
  /** The most rows a table may have, its header not counted; `null` where it is not limited. */
  readonly maxRows: number | null;
}

/** `jobs/**.yml`: a run that a researcher asks for. */
export interface JobRequest {
  readonly title: string;
  readonly engine: EngineRef;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly { readonly dataset: string; readonly version: string | null }[];
  readonly outputs: readonly DeclaredOutput[];
  readonly purpose: string;
  readonly agreement: string | null;
  /** The last day on which it may start, `YYYY-MM-DD` (UTC); `null` where it does not expire. */
  readonly expires: string | null;
  readonly resources: { readonly cpu: number | null; readonly memory: string | null; readonly timeout: string | null };
}

export const runStates = ["waiting", "queued", "running", "succeeded", "failed", "cancelled", "refused"] as const;
export type RunState = (typeof runStates)[number];

/** Which states may follow which. A state without followers is final. */
export const runTransitions: Readonly<Record<RunState, readonly RunState[]>> = {
  waiting: ["queued", "cancelled", "refused"],
  queued: ["running", "succeeded", "failed", "cancelled", "refused"],
  running: ["succeeded", "failed", "cancelled"],
  succeeded: [],
  failed: [],
  cancelled: [],
  refused: [],
};

/** A job request being executed. `id` is made from repository key, change, path and blob, so one request runs once. */
export interface Run {
  readonly id: string;
  readonly repository: RepositoryRef;
  readonly change: number;
  readonly path: string;
  readonly blob: string;
  /** The release whose code it runs. */
  readonly commit: string;
  readonly request: JobRequest;
  readonly requester: Person;
  readonly state: RunState;
  /** One sentence about the state. */
  readonly detail: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}
