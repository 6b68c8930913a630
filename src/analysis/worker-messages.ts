import type { RawInspection } from "../core/inspect/run-rules.ts";
import type { NoqaComment } from "../formats/noqa-comments.ts";
import type { DagModule } from "../python/dag-model.ts";
import type { NamedOut } from "../rules/subject.ts";
import type { GivenFiles } from "./files-beside.ts";
import type { FileToRead } from "./gather-facts.ts";
import type { SharedInput } from "./shared-facts.ts";
import type { Uses } from "./track-facts.ts";

/** `inspect`: all rules for single files. `model`: only what other files want to know of it. */
export interface FileTask {
  readonly job: "inspect" | "model";
  readonly file: FileToRead;
  /** The same object for all files of an inspection. */
  readonly shared: SharedInput;
}

/** What is shared goes to a worker once, before the first task that needs it; what a task asks for, while it runs. */
export type WorkerTask =
  | { readonly shared: SharedInput }
  | ({ readonly id: number } & Omit<FileTask, "shared">)
  | { readonly id: number; readonly given: GivenFiles };

export interface FileOutcome {
  readonly raw: RawInspection;
  /** The comments that want findings to be silent. */
  readonly noqa: readonly NoqaComment[];
  readonly module: DagModule | null;
  /** What a file of DVC names as its outputs. */
  readonly outs: readonly NamedOut[];
  /** What was looked at beside the file. */
  readonly uses: Uses;
  readonly status: "inspected" | "skipped" | "unread";
  /** Why it is skipped or unread; `null` when it was inspected. */
  readonly reason: string | null;
}

export type WorkerMessage =
  | { readonly ready: true }
  /** Other files that the task needs before it can go on. */
  | { readonly id: number; readonly wants: readonly string[] }
  /** `isSpent`: a parser was left in an unknown state, so the worker must not be used again. */
  | { readonly id: number; readonly outcome: FileOutcome; readonly isSpent: boolean };
