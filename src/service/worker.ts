import type { Logger } from "pino";
import { DeployError, ForgeError, GitError } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { QueueStore, Task } from "../ports/store.ts";

const firstRetryMs = 1_000;
const longestRetryMs = 5 * 60_000;
const idleMs = 250;

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

/** Takes tasks from the queue, a few at a time, and works on them. A task that fails is tried again, later each time. */
export function startWorker(options: WorkerOptions): Worker {
  let isStopping = false;
  let wakeUp: () => void = () => {};
  const lanes = Array.from({ length: options.width }, () => runLane());

  async function runLane(): Promise<void> {
    while (!isStopping) {
      const task = await options.queue.take(options.clock.now().toISOString()).catch((error: unknown) => {
        options.log.error({ error }, "the queue cannot be read");
        return null;
      });
      if (task === null) await idle();
      else await workOn(options, task);
    }
  }

  async function idle(): Promise<void> {
    const previous = wakeUp;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      wakeUp = () => {
        previous();
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    wake: () => wakeUp(),
    stop: async () => {
      isStopping = true;
      wakeUp();
      await Promise.all(lanes);
    },
  };
}

async function workOn({ queue, clock, log, work, onOutcome }: WorkerOptions, task: Task): Promise<void> {
  const started = performance.now();
  try {
    await work(task);
    await queue.complete(task);
    onOutcome("done", task, performance.now() - started);
    log.debug({ task: task.key, durationMs: Math.round(performance.now() - started) }, "looked at");
  } catch (error) {
    const delayMs = retryDelayMs(task, error);
    const dueAt = new Date(clock.now().getTime() + delayMs).toISOString();
    const level = isExpected(error) ? "warn" : "error";
    log[level](
      { task: task.key, attempts: task.attempts, delayMs, err: error },
      "could not be looked at, tried again later",
    );
    await queue.retry(task, error instanceof Error ? error.message : String(error), dueAt).catch((failure: unknown) => {
      log.error({ task: task.key, err: failure }, "the queue cannot be written");
    });
    onOutcome("retried", task, performance.now() - started);
  }
}

function retryDelayMs(task: Task, error: unknown): number {
  if (error instanceof ForgeError && error.retryAfterMs !== null) return Math.min(error.retryAfterMs, longestRetryMs);
  return Math.min(firstRetryMs * 2 ** Math.min(task.attempts, 10), longestRetryMs);
}

function isExpected(error: unknown): boolean {
  return error instanceof ForgeError || error instanceof GitError || error instanceof DeployError;
}
