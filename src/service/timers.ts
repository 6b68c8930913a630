import type { Logger } from "pino";

export interface Timer {
  stop(): void;
}

/** Calls `work` at once and then again `intervalMs` after each end; a failure is logged and does not end it. */
export function startTimer(name: string, intervalMs: number, log: Logger, work: () => Promise<void>): Timer {
  let isStopped = false;
  let handle: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    await work().catch((error: unknown) =>
      log.warn({ timer: name, err: error }, "a timer's look failed, it is tried again"),
    );
    if (!isStopped) handle = setTimeout(tick, intervalMs);
  }
  void tick();

  return {
    stop: () => {
      isStopped = true;
      clearTimeout(handle);
    },
  };
}
