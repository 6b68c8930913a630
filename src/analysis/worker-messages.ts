import type { RawInspection } from "../core/inspect.ts";
import type { DagModule } from "../python/dag-model.ts";
import type { FactsSettings, FileToRead } from "./gather-facts.ts";

/** `inspect`: all rules for single files. `model`: only what other files want to know of it. */
export interface WorkerTask {
  readonly id: number;
  readonly job: "inspect" | "model";
  readonly file: FileToRead;
  readonly settings: FactsSettings;
}

export interface FileOutcome {
  readonly raw: RawInspection;
  readonly module: DagModule | null;
  readonly status: "inspected" | "skipped" | "unread";
  /** Why it is skipped or unread; `null` when it was inspected. */
  readonly reason: string | null;
}

export type WorkerMessage =
  | { readonly ready: true }
  /** `isSpent`: a parser was left in an unknown state, so the worker must not be used again. */
  | { readonly id: number; readonly outcome: FileOutcome; readonly isSpent: boolean };
