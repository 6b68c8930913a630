import type { Logger } from "pino";
import { DeployError, EngineError, ForgeError, GitError, StorageError } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { QueueStore, Task } from "../ports/store.ts";

const firstRetryMs = 1_000;
const longestRetryMs = 5 * 60_000;
const idleMs = 250;
/** An error that is called lasting is tried this often with short pauses all the same: forges show what they were told with delay. */
const quickTries = 3;

export interface Worker {
  /** Something was put into the queue: look now. */
  wake(): void;
  /** Finishes what is being worked on, and takes nothing more. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly queue: QueueStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** How many tasks at a time; two of one key never. */
  readonly width: number;
  readonly work: (task: Task) => Promise<void>;
  readonly onOutcome: (outcome: "done" | "retried", task: Task, durationMs: number) => void;
}

/**
 * Takes tasks from the queue, a few at a time, and works on them. A task that fails is tried again, later each time; one whose
 * error lasts is tried at the longest pause, and logged as an error once.
 */
export function startWorker(options: WorkerOptions): Worker {
  let isStopping = false;
  let wakes = 0;
  const sleepers = new Set<() => void>();
  const reported: Reported = new Map();
  const lanes = Array.from({ length: options.width }, () => runLane());

  async function runLane(): Promise<void> {
    while (!isStopping) {
      const wakesBefore = wakes;
      const task = await options.queue.take(options.clock.now().toISOString()).catch((error: unknown) => {
        options.log.error({ err: error }, "the queue cannot be read");
        return null;
      });
      if (task !== null) await workOn(options, reported, task);
      else if (wakes === wakesBefore) await idle();
    }
  }

  async function idle(): Promise<void> {
    await new Promise<void>((resolve) => {
      const rouse = () => {
        clearTimeout(timer);
        sleepers.delete(rouse);
        resolve();
      };
      const timer = setTimeout(rouse, idleMs);
      sleepers.add(rouse);
    });
  }

  function wake(): void {
    wakes += 1;
    for (const rouse of [...sleepers]) rouse();
  }

  return {
    wake,
    stop: async () => {
      isStopping = true;
      wake();
      await Promise.all(lanes);
    },
  };
}

/** The lasting error that was logged of each task, by its key, so that it is logged once. */
type Reported = Map<string, string>;

async function workOn(options: WorkerOptions, reported: Reported, task: Task): Promise<void> {
  const { queue, log, work, onOutcome } = options;
  const started = performance.now();
  try {
    await work(task);
    await queue.complete(task);
    reported.delete(task.key);
    onOutcome("done", task, performance.now() - started);
    log.debug({ task: task.key, durationMs: Math.round(performance.now() - started) }, "looked at");
  } catch (error) {
    await retryLater(options, reported, task, error);
    onOutcome("retried", task, performance.now() - started);
  }
}

async function retryLater(
  { queue, clock, log }: WorkerOptions,
  reported: Reported,
  task: Task,
  error: unknown,
): Promise<void> {
  const delayMs = retryDelayMs(task, error);
  const dueAt = new Date(clock.now().getTime() + delayMs).toISOString();
  const message = error instanceof Error ? error.message : String(error);
  const fields = { task: task.key, attempts: task.attempts, delayMs, err: error };
  if (!isLasting(task, error)) {
    log[isOurs(error) ? "warn" : "error"](fields, "could not be looked at, tried again later");
  } else if (reported.get(task.key) !== message) {
    reported.set(task.key, message);
    log.error(fields, "cannot be looked at until somebody mends this; tried again now and then, and not logged again");
  }
  await queue.retry(task, message, dueAt).catch((failure: unknown) => {
    log.error({ task: task.key, err: failure }, "the queue cannot be written");
  });
}

function retryDelayMs(task: Task, error: unknown): number {
  if (error instanceof ForgeError && error.retryAfterMs !== null) return Math.min(error.retryAfterMs, longestRetryMs);
  if (isLasting(task, error)) return longestRetryMs;
  return Math.min(firstRetryMs * 2 ** Math.min(task.attempts, 10), longestRetryMs);
}

/** No try will do better by itself, and a few have shown it. */
function isLasting(task: Task, error: unknown): boolean {
  return isOurs(error) && !error.retryable && task.attempts >= quickTries;
}

function isOurs(error: unknown): error is ForgeError | GitError | DeployError | EngineError | StorageError {
  return (
    error instanceof ForgeError ||
    error instanceof GitError ||
    error instanceof DeployError ||
    error instanceof EngineError ||
    error instanceof StorageError
  );
}
