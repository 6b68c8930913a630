import type { Logger } from "pino";
import type { ChangedLines } from "../core/inspect/changed-lines.ts";
import type { FileModel } from "../core/inspect/file-model.ts";
import type { PackedDags } from "../core/inspect/packed-dags.ts";
import type { PackedTree, TreeFile } from "../core/inspect/packed-tree.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import type { ChangedPath } from "../rules/changed-path.ts";
import type { OpenRequest, RunUnderWay, SharedFacts } from "../rules/subject.ts";
import { answerWants } from "./answer-wants.ts";
import type { FileContent } from "./file-content.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { FileToRead } from "./gather-facts.ts";
import { inspectWith } from "./inspect-with.ts";
import type { AskNode } from "./look-around.ts";
import type { ModelSettings } from "./read-models.ts";
import { withCache } from "./result-cache.ts";
import { createWorkerPool } from "./worker-pool.ts";

export interface FileToInspect {
  readonly path: string;
  /** Read late only where it is Python of a tree that is checked as it is: all else is looked into before its turn. */
  readonly content: FileContent;
  /** As the policy's `kinds` name it; `other` when none matches. */
  readonly kind: string;
  readonly changedLines: ChangedLines;
  /**
   * The file before the change, under the name that it had; `null`: it was not there, or cannot be read, so that all of it is new.
   * Absent: nobody looked, and a finding is new where its lines are.
   */
  readonly before?: { readonly path: string; readonly content: Uint8Array; readonly archive?: string } | null;
  /** The archive of which it was unpacked; absent: it stands in the repository. */
  readonly archive?: string;
}

export interface InspectionInput {
  readonly files: readonly FileToInspect[];
  /** Other files of the merged tree that rules may look into, such as the DAG files that a job request names. */
  readonly context: readonly Omit<FileToRead, "kind">[];
  /** Whether `files` and `context` hold every DAG file of the tree, so that what is not in them is not there. Default: no. */
  readonly isContextComplete?: boolean;
  /** The DAGs of the rest of the repository; then `isContextComplete` says nothing. Absent: nobody looked. */
  readonly rest?: RestOfRepository;
  /** Files that the change removes, as they were: what is said of the others before the change depends on them. */
  readonly removed?: readonly FileToRead[];
  /** The repository before the change, where that is what is looked at, without a tree that rules know. */
  readonly treeBefore?: PackedTree | null;
  /** The node's Python, `major.minor`. */
  readonly python: string;
  /** Directories of the repository from which Python imports on the node. Default: the repository itself (`""`). */
  readonly roots?: readonly string[];
  /** What the policy's `rules` say. */
  readonly severities: Policy["rules"];
  /** `YYYY-MM-DD` (UTC). */
  readonly today: string;
  /** What is known beyond the files; what is left out is not known. */
  readonly known?: KnownFacts;
  /** Answers what the node has of DAGs that are spoken of. Absent: the inventory alone tells. */
  readonly askNode?: AskNode;
}

export interface RestOfRepository {
  readonly dags: PackedDags;
  /** Paths that the change touches, in whose stead stand the files that were asked about. */
  readonly gone: readonly string[];
  /** Why it may have more DAGs than that; `null`: it has no others. */
  readonly missing: string | null;
}

export interface KnownFacts extends Partial<Omit<SharedFacts, "catalogue" | "tree">> {
  /** The repository after the change: its files in any order, or packed. */
  readonly tree?: readonly TreeFile[] | PackedTree | null;
  /** What the change touches; left out or `null` where a tree is checked as it is. */
  readonly changed?: readonly ChangedPath[] | null;
  /** Of a tree that is checked as it is: its links and submodules. */
  readonly opaque?: readonly ChangedPath[];
  /** Runs that the node's engine has not ended. */
  readonly runs?: readonly RunUnderWay[] | null;
  /** Requests of other open changes that stand beside those of this one. */
  readonly openRequests?: readonly OpenRequest[] | null;
}

export interface Inspector {
  /**
   * Runs all rules. Never throws for what a file holds: a file that cannot be read is in `unread`. `beside` has what the files import
   * and read, of the repository after the change; without it only the files of `input` are known.
   */
  inspect(input: InspectionInput, beside?: FilesBeside): Promise<Inspection>;
  /** Reads which DAGs the files at these paths have, and nothing else. Never throws for what a file holds. */
  readModels(paths: readonly string[], settings: ModelSettings, files: FilesBeside): Promise<readonly FileModel[]>;
  close(): Promise<void>;
}

export interface InspectorSettings {
  /** How many threads, at least 1. They start when they are needed, and stay. */
  readonly workers: number;
  /** For each file, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: Logger;
  /** How much of what was said of files is kept for the next inspection, in bytes; absent: nothing. */
  readonly cacheBytes?: number;
  /** Whether it makes a single inspection, so that its threads end when the last file is read. */
  readonly isForOne?: boolean;
  /** The most memory of a thread's JavaScript, in MB; a file for which it is not enough gets a thread with more. */
  readonly usualHeapMb?: number;
}

/** Inspects files in worker threads, so that no file can stop or slow the process. Close it in the end. */
export function createInspector(settings: InspectorSettings): Inspector {
  const pool = createWorkerPool(settings);
  const { cacheBytes = 0, isForOne = false } = settings;
  const asking = answerWants(pool);
  const { run } = cacheBytes === 0 ? asking : withCache(asking, cacheBytes);
  const reader = isForOne ? { run, whenRead: () => pool.close() } : { run };
  return {
    inspect: (input, beside) => inspectWith(input, reader, beside),
    async readModels(paths, settings, files) {
      const { readModels } = await import("./read-models.ts"); // only now: a check of a folder reads none so
      return readModels(paths, settings, asking, files);
    },
    close: () => pool.close(),
  };
}
