/**
 * The server's clock. Every event gets a time of its own, later than all before it by at least `step` (GitHub tells whole
 * seconds), so the clock may run ahead of the machine's. `wallNow` is for the expiry of tokens and is never pushed ahead.
 */
export interface ServerClock {
  /** The time of one more event. */
  tick(): string;
  /** The time of the last event, or the machine's if that is later. */
  now(): string;
  wallNow(): number;
  advance(milliseconds: number): void;
  set(instant: string): void;
  /** `1000` (default) gives every event a second of its own; `0` lets events share one, as real servers do. */
  setStep(milliseconds: number): void;
}

export function createServerClock(): ServerClock {
  let offset = 0;
  let step = 1000;
  let last = 0;
  const wall = () => Date.now() + offset;
  const wholeSeconds = (at: number) => Math.floor(at / 1000) * 1000;
  return {
    tick() {
      last = Math.max(last + step, wholeSeconds(wall()));
      return toText(last);
    },
    now: () => toText(Math.max(last, wholeSeconds(wall()))),
    wallNow: wall,
    advance(milliseconds) {
      offset += milliseconds;
    },
    set(instant) {
      offset = Date.parse(instant) - Date.now();
      last = Math.min(last, Date.parse(instant) - step);
    },
    setStep(milliseconds) {
      step = milliseconds;
    },
  };
}

function toText(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
