import { join } from "node:path";
import type { Logger } from "pino";
import type { Envelope } from "../../domain/attestation.ts";
import type { FileCounts } from "../../domain/release.ts";
import type { Mirror } from "../../git/mirror.ts";
import type { ObjectReader } from "../../git/object-reader.ts";
import type { DeployOutcome } from "../../ports/target.ts";
import { readIndex } from "./index-file.ts";
import { type Layout, prepareLayout } from "./layout.ts";
import { type HeldLock, holdLock } from "./lock.ts";
import { recoverState } from "./recover.ts";
import { type DirectoryState, readState, writeState } from "./state-file.ts";
import type { TreeIndex } from "./tree-index.ts";
import type { Twin } from "./twin-slot.ts";

export interface DagDirectoryOptions {
  /** The target's name, for errors. */
  readonly name: string;
  /** The directory that Airflow reads; made when missing. */
  readonly path: string;
  readonly namespace: string;
  /** Where to keep slots and records; `null`: in `.countersign` of the directory itself. */
  readonly state: string | null;
  /** How long (milliseconds) a reader may still be in a tree that is not live any more. */
  readonly quietMs: number;
  /** How many trees that are not live any more are kept, however old. */
  readonly keep: number;
  readonly submodules: "refuse" | "empty";
  readonly now: () => number;
  /** Ends the writing of a release early; what was live stays live. */
  readonly stop: AbortSignal | null;
  readonly log: Logger;
}

/** One namespace of a DAG directory, held by this process until `close`. What changes in it is changed by the functions of its neighbours. */
export interface DagDirectory {
  readonly options: DagDirectoryOptions;
  readonly layout: Layout;
  readonly lock: HeldLock;
  state: DirectoryState;
  /** What the live slot contains; `null` until it was read. */
  index: TreeIndex | null;
  /** A twin of the live slot, ready to take the next release. */
  standby: Twin | null;
  /** When the live tree was last compared with its record, and how long that took (milliseconds). */
  verifiedAt: number;
  verifyMs: number;
  /** What was put right since the last outcome told of it. */
  mended: FileCounts;
}

export const noChange: FileCounts = { added: 0, modified: 0, removed: 0 };

export interface DirectoryOutcome extends DeployOutcome {
  readonly ms: { readonly apply: number; readonly switch: number };
  /** How many files of the live tree had been changed by somebody else, and were put right. */
  readonly mended: number;
}

/** Where trees and blobs come from. */
export interface TreeSource {
  readonly mirror: Mirror;
  readonly objects: ObjectReader;
}

export interface TreeRelease extends TreeSource {
  readonly commit: string;
  readonly tree: string;
  /** The signed statement about it, kept beside the slots; absent where there is none. */
  readonly attestation?: Envelope;
}

/** Takes hold of a namespace, and puts right what a crash left. Throws `DeployError` (`busy`, `disk`) and `ConfigError`. */
export function openDagDirectory(options: DagDirectoryOptions): DagDirectory {
  const layout = prepareLayout(options);
  const lock = holdLock(layout.lockFile, layout.link);
  try {
    const state = recoverState(layout, readState(layout.stateFile), options.now());
    const index = state.live === null ? null : readIndex(layout.indexFile, state.live);
    return { options, layout, lock, state, index, standby: null, verifiedAt: 0, verifyMs: 0, mended: noChange };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export function closeDagDirectory(directory: DagDirectory): void {
  directory.lock.release();
}

export function recordState(directory: DagDirectory, change: Partial<DirectoryState>): void {
  directory.state = { ...directory.state, ...change };
  writeState(directory.layout.stateFile, directory.state);
}

export function slotPath(layout: Layout, slot: string): string {
  return join(layout.slots, slot);
}

/** The live slot with its index; `null` when nothing is live or it has not been read yet. */
export function liveTwin({ layout, state, index }: DagDirectory): Twin | null {
  return state.live === null || index === null ? null : { directory: slotPath(layout, state.live.slot), index };
}
