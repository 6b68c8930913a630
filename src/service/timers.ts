import type { Logger } from "pino";

export interface Timer {
  stop(): void;
}

const afterFailureMs = 5_000;

/** Calls `work` at once and then again `intervalMs` after each end; sooner after a failure, which is logged. */
export function startTimer(name: string, intervalMs: number, log: Logger, work: () => Promise<void>): Timer {
  let isStopped = false;
  let handle: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    const pauseMs = await work().then(
      () => intervalMs,
      (error: unknown) => {
        log.warn({ timer: name, err: error }, "a timer's look failed, it is tried again");
        return Math.min(intervalMs, afterFailureMs);
      },
    );
    if (!isStopped) handle = setTimeout(tick, pauseMs);
  }
  void tick();

  return {
    stop: () => {
      isStopped = true;
      clearTimeout(handle);
    },
  };
}
