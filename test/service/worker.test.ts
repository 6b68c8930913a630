import { type Logger, pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeployError, EngineError, ForgeError, GitError, StorageError } from "../../src/domain/errors.ts";
import type { Store, Task, TaskSubject } from "../../src/ports/store.ts";
import { startWorker, type Worker, type WorkerOptions } from "../../src/service/worker.ts";
import { openStore } from "../../src/store/open-store.ts";

const noon = Date.UTC(2026, 10, 20, 12);
const longestPauseMs = 5 * 60_000;
const change = (number: number): TaskSubject => ({
  kind: "change",
  forge: "github",
  repository: "acme/study",
  number,
});
const numberOf = ({ subject }: Task): number => (subject.kind === "change" ? subject.number : 0);

interface LogLine {
  readonly level: number;
  readonly msg: string;
}
const isError = ({ level }: LogLine): boolean => level === pino.levels.values.error;

let store: Store;
let worker: Worker | null;
let nowMs: number;
let lines: LogLine[];
let log: Logger;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // nothing happens by itself after a while
  store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  worker = null;
  nowMs = noon;
  lines = [];
  log = pino({ level: "debug" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
});

afterEach(async () => {
  await worker?.stop();
  await store.close();
  vi.useRealTimers();
});

function start(work: WorkerOptions["work"], options: Partial<WorkerOptions> = {}): Worker {
  const clock = { now: () => new Date(nowMs) };
  worker = startWorker({ queue: store, clock, log, width: 1, work, onOutcome: () => {}, ...options });
  return worker;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Lets everything happen that does not wait for a timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Makes it that time, and lets the worker look. */
async function passTo(ms: number): Promise<void> {
  nowMs = ms;
  worker?.wake();
  await settle();
}

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

describe("what is worked on", () => {
  test("comes in the order in which it is due", async () => {
    const seen: number[] = [];
    for (const [number, due] of [
      [1, 3],
      [2, 1],
      [3, 2],
    ] as const)
      await store.enqueue(change(number), iso(noon - 10_000 + due));
    start(async (task) => void seen.push(numberOf(task)));
    await settle();
    expect(seen).toEqual([2, 3, 1]);
    expect(await store.size()).toEqual({ waiting: 0, failing: 0 });
  });

  test("is as much at a time as the width says, and one key never twice", async () => {
    const { opened, open } = gate();
    const begun: number[] = [];
    for (const number of [1, 2, 3]) await store.enqueue(change(number), iso(noon));
    start(
      async (task) => {
        begun.push(numberOf(task));
        await opened;
      },
      { width: 2 },
    );
    await settle();
    await store.enqueue(change(1), iso(noon));
    await passTo(noon + 1);
    expect(begun).toEqual([1, 2]);
    open();
    await settle();
    expect(begun.toSorted()).toEqual([1, 1, 2, 3]);
  });

  test("is looked at once more, however often it was asked for meanwhile", async () => {
    const { opened, open } = gate();
    let looks = 0;
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      looks += 1;
      await opened;
    });
    await settle();
    for (let asked = 0; asked < 5; asked += 1) await store.enqueue(change(1), iso(noon));
    open();
    await settle();
    expect(looks).toBe(2);
  });
});

describe("waking", () => {
  test("begins at once, without waiting for a timer", async () => {
    const seen: number[] = [];
    start(async (task) => void seen.push(numberOf(task)), { width: 4 });
    await settle();
    await store.enqueue(change(1), iso(noon));
    await settle();
    expect(seen).toEqual([]);
    worker?.wake();
    await settle();
    expect(seen).toEqual([1]);
  });

  test("is not lost when it comes just as a worker found nothing", async () => {
    const seen: number[] = [];
    let isFirst = true;
    const queue: Store = {
      ...store,
      async take(now) {
        const task = await store.take(now);
        if (isFirst) {
          isFirst = false;
          await store.enqueue(change(1), now);
          worker?.wake();
        }
        return task;
      },
    };
    start(async (task) => void seen.push(numberOf(task)), { queue });
    await settle();
    expect(seen).toEqual([1]);
  });

  test("works after any number of idle looks", async () => {
    let looks = 0;
    const queue: Store = {
      ...store,
      async take() {
        looks += 1;
        return null;
      },
    };
    start(async () => {}, { queue, width: 4 });
    for (let idle = 0; idle < 5_000; idle += 1) {
      vi.advanceTimersByTime(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const before = looks;
    expect(before).toBeGreaterThan(19_000);
    worker?.wake();
    await settle();
    expect(looks).toBe(before + 4);
  });
});

describe("stopping", () => {
  test("waits for the work in progress, and takes nothing more", async () => {
    const { opened, open } = gate();
    const done: number[] = [];
    for (const number of [1, 2]) await store.enqueue(change(number), iso(noon));
    const stopping = start(async (task) => {
      await opened;
      done.push(numberOf(task));
    });
    await settle();
    let hasStopped = false;
    const stopped = stopping.stop().then(() => {
      hasStopped = true;
    });
    await settle();
    expect(hasStopped).toBe(false);
    open();
    await stopped;
    expect(done).toEqual([1]);
    expect(await store.size()).toEqual({ waiting: 1, failing: 0 });
  });
});

describe("a look that failed", () => {
  const limited = new ForgeError("limited", { status: 429, retryable: true, retryAfterMs: 42_000 });

  test("waits as long as the forge says", async () => {
    let looks = 0;
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      looks += 1;
      throw limited;
    });
    await settle();
    await passTo(noon + 41_999);
    expect(looks).toBe(1);
    await passTo(noon + 42_000);
    expect(looks).toBe(2);
  });

  test("waits longer each time where nobody says how long, five minutes at most", async () => {
    const at: number[] = [];
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      at.push(nowMs);
      throw new ForgeError("502", { status: 502, retryable: true, retryAfterMs: null });
    });
    await settle();
    for (const pause of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      const looksBefore = at.length;
      await passTo(nowMs + pause * 1_000 - 1);
      expect(at).toHaveLength(looksBefore);
      await passTo(nowMs + 1);
      expect(at).toHaveLength(looksBefore + 1);
    }
    expect(lines.filter(isError)).toEqual([]);
  });

  test("does not hold up the others", async () => {
    const done: number[] = [];
    for (const number of [1, 2]) await store.enqueue(change(number), iso(noon));
    start(async (task) => {
      if (numberOf(task) === 1) throw limited;
      done.push(numberOf(task));
    });
    await settle();
    expect(done).toEqual([2]);
    expect(await store.size()).toEqual({ waiting: 1, failing: 1 });
  });

  const passing = [
    limited,
    new GitError("network", "no route"),
    new DeployError("disk", "full", { target: "airflow", step: "apply", retryable: true }),
    new EngineError("no inbox", { engine: "/inbox", retryable: true }),
    new StorageError("no storage", { location: "/internal", retryable: true }),
  ];
  test.each(passing)("for a while by the outside world is no error of ours: $name", async (error) => {
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      throw error;
    });
    await settle();
    expect(lines.filter(isError)).toEqual([]);
    expect(lines.filter(({ level }) => level === pino.levels.values.warn)).toHaveLength(1);
  });

  test("by a mistake of ours is logged as an error", async () => {
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      throw new TypeError("a mistake");
    });
    await settle();
    expect(lines.filter(isError)).toHaveLength(1);
  });
});

describe("an error that lasts", () => {
  const lasting = [
    new ForgeError("404", { status: 404, retryable: false, retryAfterMs: null }),
    new GitError("auth", "denied"),
    new DeployError("path-refused", "a link leaves it", { target: "airflow", step: "check", retryable: false }),
    new EngineError("bad id", { engine: "/inbox", retryable: false }),
    new StorageError("other bytes", { location: "/internal", retryable: false }),
  ];

  test.each(lasting)("is logged as an error once, and tried at the longest pause: $name", async (error) => {
    const at: number[] = [];
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      at.push(nowMs);
      throw error;
    });
    await settle();
    for (const pause of [1_000, 2_000, 4_000]) await passTo(nowMs + pause);
    expect(at).toHaveLength(4);
    await passTo(nowMs + longestPauseMs - 1);
    expect(at).toHaveLength(4);
    await passTo(nowMs + 1);
    await passTo(nowMs + longestPauseMs);
    expect(at).toHaveLength(6);
    expect(lines.filter(isError)).toHaveLength(1);
  });

  test("is logged again when it is another one, or comes back after it was mended", async () => {
    let message: string | null = "one";
    await store.enqueue(change(1), iso(noon));
    start(async () => {
      if (message !== null) throw new StorageError(message, { location: "/internal", retryable: false });
    });
    await settle();
    const errors = () => lines.filter(isError).length;
    const tryFor = async (times: number): Promise<void> => {
      for (let tried = 0; tried < times; tried += 1) await passTo(nowMs + longestPauseMs);
    };
    await tryFor(6);
    expect(errors()).toBe(1);
    message = "another";
    await tryFor(3);
    expect(errors()).toBe(2);
    message = null;
    await tryFor(1);
    expect(await store.size()).toEqual({ waiting: 0, failing: 0 });
    message = "another";
    await store.enqueue(change(1), iso(nowMs));
    await tryFor(6);
    expect(errors()).toBe(3);
  });
});
