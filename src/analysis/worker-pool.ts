import type { Logger } from "pino";
import type { AskForFiles } from "./files-beside.ts";
import { createThreadPool } from "./thread-pool.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

export interface WorkerPool {
  /** A file whose worker hangs or dies is `unread`. Rejects only where `ask` does. */
  run(task: FileTask, ask: AskForFiles): Promise<FileOutcome>;
  close(): Promise<void>;
}

export interface PoolSettings {
  readonly workers: number;
  readonly deadlineMs: number;
  readonly log: Logger;
  /** How much is remembered of what files gave; 0, or absent: nothing, so that nobody asks what that depended on. */
  readonly cacheBytes?: number;
  /** The most memory of a thread's JavaScript, in MB; a file for which it is not enough gets a thread with more. */
  readonly usualHeapMb?: number;
}

/** The smaller a thread's limit, the sooner V8 tidies up: with twice as much, a check of 3,000 files takes 20 MB more. */
const defaultHeapMb = 256;

/** For one file at a time. */
const roomyHeapMb = 512;

/** Up to `workers` threads that do with little memory, and one with more, which gets the files for which that was not enough. */
export function createWorkerPool(settings: PoolSettings): WorkerPool {
  const { workers, deadlineMs, log, cacheBytes = 0, usualHeapMb = defaultHeapMb } = settings;
  const common = { deadlineMs, log, isForCache: cacheBytes > 0 };
  const usual = createThreadPool({ ...common, workers, heapMb: usualHeapMb });
  const roomy = createThreadPool({ ...common, workers: 1, heapMb: roomyHeapMb });
  return {
    async run(task, ask) {
      const first = await usual.run(task, ask);
      if (!first.isOutOfMemory) return first.outcome;
      const { outcome, isOutOfMemory } = await roomy.run(task, ask);
      if (isOutOfMemory) log.warn({ path: task.file.path, heapMb: roomyHeapMb }, "a check ran out of memory");
      return outcome;
    },
    async close() {
      await Promise.all([usual.close(), roomy.close()]);
    },
  };
}
