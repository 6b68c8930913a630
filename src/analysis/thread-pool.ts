import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { AskForFiles } from "./files-beside.ts";
import type { SharedInput } from "./shared-facts.ts";
import { unreadOutcome } from "./unread-outcome.ts";
import type { FileOutcome, FileTask, WorkerMessage, WorkerTask } from "./worker-messages.ts";

/** Threads of one size. */
export interface ThreadPool {
  /** A file whose worker hangs or dies is `unread`, and `isOutOfMemory` says whether for want of memory. Rejects only where `ask` does. */
  run(task: FileTask, ask: AskForFiles): Promise<ThreadOutcome>;
  close(): Promise<void>;
}

export interface ThreadOutcome {
  readonly outcome: FileOutcome;
  readonly isOutOfMemory: boolean;
}

export interface ThreadPoolSettings {
  readonly workers: number;
  readonly deadlineMs: number;
  readonly log: Logger;
  /** The most memory of a thread's JavaScript, in MB. */
  readonly heapMb: number;
  /** Whether somebody keeps what files gave, and asks what that depended on. */
  readonly isForCache: boolean;
}

/** Loading the parsers takes half a second; on a machine that is busy much more. */
const startDeadlineMs = 300_000;

/** On a busy machine a thread gets little time: it may take so many times as long, as long as it has not worked for longer. */
const mostPatience = 10;

/** The part of the deadline after which a thread's work is watched. */
const soon = 0.1;

/** A thread that does not even say how long it worked is stuck. */
const answerDeadlineMs = 5_000;

/** With more room for what is young (8 MB), a thread takes ten megabytes more over 3,000 files, and no less time. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, stackSizeMb: 8 };

interface Waiting {
  readonly id: number;
  readonly task: FileTask;
  readonly ask: AskForFiles;
  readonly settle: (outcome: FileOutcome, isOutOfMemory?: boolean) => void;
  readonly fail: (error: unknown) => void;
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
export function createThreadPool(settings: ThreadPoolSettings): ThreadPool {
  const { workers, deadlineMs, log, isForCache } = settings;
  const queue: Waiting[] = [];
  const seats = new Set<Seat>();
  let lastId = 0;
  let isClosed = false;

  const vacate = (seat: Seat, reason: string, isOutOfMemory = false): void => {
    if (!seats.delete(seat)) return;
    clearTimeout(seat.timer);
    const blamed = seat.current ?? (seat.isReady ? null : queue.shift());
    blamed?.settle(unreadOutcome(reason), isOutOfMemory);
    void seat.worker.terminate();
    serve();
  };

  const seatWorker = (): void => {
    const limits = { ...resourceLimits, maxOldGenerationSizeMb: settings.heapMb };
    const worker = new Worker(workerEntry(), { resourceLimits: limits, workerData: { isForCache } });
    const timer = setTimeout(() => vacate(seat, "the check could not start in time"), startDeadlineMs);
    const seat: Seat = { worker, isReady: false, current: null, shared: null, timer };
    seats.add(seat);
    worker.on("message", (message: WorkerMessage) => {
      if ("ready" in message) seat.isReady = true;
      else if (message.id !== seat.current?.id) return;
      else if ("wants" in message) return void hand(seat, seat.current, message.wants);
      else seat.current.settle(message.outcome);
      clearTimeout(seat.timer);
      seat.current = null;
      if ("isSpent" in message && message.isSpent) vacate(seat, "the check's worker was spent");
      else serve();
    });
    worker.on("error", (error) => {
      const isOutOfMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      const message = error instanceof Error ? error.message : "unknown error";
      if (!isOutOfMemory) log.error({ err: error }, "a check's worker died");
      vacate(seat, `the check's worker died (${message})`, isOutOfMemory);
    });
    worker.on("exit", () => vacate(seat, "the check's worker ended"));
  };

  const watch = (seat: Seat, waiting: Waiting): void => {
    const workedFor = watchWork(seat.worker);
    const endOfPatience = performance.now() + mostPatience * deadlineMs;
    const look = async (): Promise<void> => {
      const left = deadlineMs * (1 - soon) - (await workedFor());
      if (seat.current !== waiting || !seats.has(seat)) return; // it ended meanwhile
      if (left > 0 && performance.now() < endOfPatience) {
        seat.timer = setTimeout(look, left);
        return;
      }
      log.warn({ path: waiting.task.file.path, deadlineMs }, "a check missed its deadline");
      vacate(seat, `the check did not end within ${deadlineMs / 1000} s`);
    };
    seat.timer = setTimeout(look, deadlineMs * (1 - soon));
  };

  const give = (seat: Seat, waiting: Waiting): void => {
    seat.current = waiting;
    seat.timer = setTimeout(watch, deadlineMs * soon, seat, waiting); // most end before, and cost nothing
    const { id, task } = waiting;
    const { shared, ...own } = task;
    const post = (message: WorkerTask): void => seat.worker.postMessage(message);
    if (seat.shared !== shared) post({ shared });
    seat.shared = shared;
    post({ id, ...own });
  };

  const hand = async (seat: Seat, waiting: Waiting, wants: readonly string[]): Promise<void> => {
    try {
      const message: WorkerTask = { id: waiting.id, given: await waiting.ask(wants) };
      if (seat.current === waiting) seat.worker.postMessage(message);
    } catch (error) {
      waiting.fail(error);
      if (seat.current === waiting) vacate(seat, "what it asked for could not be read");
    }
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
    const most = starting === seats.size ? 1 : workers; // the others find WebAssembly compiled, which the first one does alone
    for (let missing = Math.min(most - seats.size, queue.length - starting); missing > 0; missing -= 1) seatWorker();
  };

  return {
    run(task, ask) {
      const closed = unreadOutcome("the inspector was closed");
      if (isClosed) return Promise.resolve({ outcome: closed, isOutOfMemory: false });
      return new Promise((resolve, fail) => {
        lastId += 1;
        const settle: Waiting["settle"] = (outcome, isOutOfMemory = false) => resolve({ outcome, isOutOfMemory });
        queue.push({ id: lastId, task, ask, settle, fail });
        serve();
      });
    },
    async close() {
      isClosed = true;
      for (const waiting of queue.splice(0)) waiting.settle(unreadOutcome("the inspector was closed"));
      const all = [...seats];
      for (const seat of all) vacate(seat, "the inspector was closed");
      await Promise.all(all.map((seat) => seat.worker.terminate()));
    },
  };
}

/** How long a thread has worked since now, in milliseconds; `Infinity` where it does not answer. */
function watchWork(worker: Worker): () => Promise<number> {
  const before = worker.cpuUsage().catch(() => null);
  const ask = async (): Promise<number> => {
    const start = await before;
    const since = start === null ? null : await worker.cpuUsage(start).catch(() => null);
    return since === null ? Number.POSITIVE_INFINITY : (since.user + since.system) / 1000;
  };
  return () => Promise.race([ask(), setTimeoutPromise(answerDeadlineMs, Number.POSITIVE_INFINITY, { ref: false })]);
}

/** Beside this file: TypeScript in a checkout, JavaScript in the compiled package. */
function workerEntry(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
}
