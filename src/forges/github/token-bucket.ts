import type { Clock } from "../../ports/clock.ts";

export interface TokenBucket {
  /** Resolves when one may go on. Those who wait go in the order in which they came. */
  take(): Promise<void>;
}

/** Lets `capacity` go at once, and then `perSecond` each second. */
export function createTokenBucket(options: {
  readonly capacity: number;
  readonly perSecond: number;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
}): TokenBucket {
  const { capacity, perSecond, clock, sleep } = options;
  let tokens = capacity;
  let at = clock.now().getTime();

  return {
    async take() {
      const now = clock.now().getTime();
      tokens = Math.min(capacity, tokens + ((now - at) / 1000) * perSecond) - 1;
      at = now;
      if (tokens < 0) await sleep((-tokens / perSecond) * 1000);
    },
  };
}
