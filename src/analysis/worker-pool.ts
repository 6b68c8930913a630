import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { SharedInput } from "./shared-facts.ts";
import { preferQuickWasm } from "./wasm-flags.ts";
import type { FileOutcome, FileTask, WorkerMessage, WorkerTask } from "./worker-messages.ts";

export interface WorkerPool {
  /** Never rejects: a file whose worker hangs or dies is `unread`. */
  run(task: FileTask): Promise<FileOutcome>;
  close(): Promise<void>;
}

export interface PoolSettings {
  readonly workers: number;
  readonly deadlineMs: number;
  readonly log: Logger;
}

/** Loading the parsers takes half a second; on a machine that is busy much more. */
const startDeadlineMs = 60_000;

interface Waiting {
  readonly id: number;
  readonly task: FileTask;
  readonly settle: (outcome: FileOutcome) => void;
}

interface Seat {
  readonly worker: Worker;
  isReady: boolean;
  current: Waiting | null;
  /** What its thread was told last. */
  shared: SharedInput | null;
  timer: NodeJS.Timeout;
}

/** Keeps up to `workers` warm threads. One that misses a deadline is ended, and a new one takes its place when needed. */
export function createWorkerPool({ workers, deadlineMs, log }: PoolSettings): WorkerPool {
  preferQuickWasm();
  const queue: Waiting[] = [];
  const seats = new Set<Seat>();
  let lastId = 0;
  let isClosed = false;

  const vacate = (seat: Seat, reason: string): void => {
    if (!seats.delete(seat)) return;
    clearTimeout(seat.timer);
    const blamed = seat.current ?? (seat.isReady ? null : queue.shift());
    blamed?.settle(unread(reason));
    void seat.worker.terminate();
    serve();
  };

  const seatWorker = (): void => {
    const worker = new Worker(workerEntry(), { resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 } });
    const timer = setTimeout(() => vacate(seat, "the check could not start in time"), startDeadlineMs);
    const seat: Seat = { worker, isReady: false, current: null, shared: null, timer };
    seats.add(seat);
    worker.on("message", (message: WorkerMessage) => {
      if ("ready" in message) seat.isReady = true;
      else if (message.id !== seat.current?.id) return;
      else seat.current.settle(message.outcome);
      clearTimeout(seat.timer);
      seat.current = null;
      if ("isSpent" in message && message.isSpent) vacate(seat, "the check's worker was spent");
      else serve();
    });
    worker.on("error", (error) => {
      log.error({ err: error }, "a check's worker died");
      vacate(seat, `the check's worker died (${error instanceof Error ? error.message : "unknown error"})`);
    });
    worker.on("exit", () => vacate(seat, "the check's worker ended"));
  };

  const give = (seat: Seat, waiting: Waiting): void => {
    seat.current = waiting;
    seat.timer = setTimeout(() => {
      log.warn({ path: waiting.task.file.path, deadlineMs }, "a check missed its deadline");
      vacate(seat, `the check did not end within ${deadlineMs / 1000} s`);
    }, deadlineMs);
    const { id, task } = waiting;
    const { shared, ...own } = task;
    const post = (message: WorkerTask): void => seat.worker.postMessage(message);
    if (seat.shared !== shared) post({ shared });
    seat.shared = shared;
    post({ id, ...own });
  };

  const serve = (): void => {
    if (isClosed) return;
    for (const seat of seats) {
      if (!seat.isReady || seat.current !== null) continue;
      const next = queue.shift();
      if (next === undefined) return;
      give(seat, next);
    }
    const starting = [...seats].filter((seat) => !seat.isReady).length;
    for (let missing = Math.min(workers - seats.size, queue.length - starting); missing > 0; missing -= 1) seatWorker();
  };

  return {
    run(task) {
      if (isClosed) return Promise.resolve(unread("the inspector was closed"));
      return new Promise((settle) => {
        lastId += 1;
        queue.push({ id: lastId, task, settle });
        serve();
      });
    },
    async close() {
      isClosed = true;
      for (const waiting of queue.splice(0)) waiting.settle(unread("the inspector was closed"));
      const all = [...seats];
      for (const seat of all) vacate(seat, "the inspector was closed");
      await Promise.all(all.map((seat) => seat.worker.terminate()));
    },
  };
}

function unread(reason: string): FileOutcome {
  return {
    raw: { findings: [], indeterminate: [] },
    noqa: [],
    module: null,
    uses: { parts: [], tree: [], files: [] },
    wants: [],
    status: "unread",
    reason,
  };
}

/** Beside this file: TypeScript in a checkout, JavaScript in the compiled package. */
function workerEntry(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
}
