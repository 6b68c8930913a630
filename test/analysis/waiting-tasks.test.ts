import { expect, test } from "vitest";
import { takeTogether, type Waiting } from "../../src/analysis/waiting-tasks.ts";
import type { FileTask } from "../../src/analysis/worker-messages.ts";

const shared = {} as FileTask["shared"];
const others = {} as FileTask["shared"]; // only told apart

function wait(bytes: number, settings: Partial<Waiting> & { readonly shared?: FileTask["shared"] } = {}): Waiting {
  const file = { path: "dags/a.py", kind: "dag", content: new Uint8Array(bytes) };
  const task = { job: "inspect", file, shared: settings.shared ?? shared } as FileTask;
  const waiting = { id: bytes, task, ask: () => Promise.reject(), settle: () => {}, fail: () => {}, isSuspect: false };
  return { ...waiting, ...settings };
}

function take(queue: Waiting[], threads: number): readonly (readonly number[])[] {
  const taken: number[][] = [];
  while (queue.length > 0) taken.push(takeTogether(queue, threads).map(({ id }) => id));
  return taken;
}

test.each([
  [
    "as much text as takes a moment goes together",
    [wait(40_000), wait(20_000), wait(10_000), wait(1)],
    1,
    [
      [40_000, 20_000],
      [10_000, 1],
    ],
  ],
  ["a large file goes alone", [wait(1), wait(100_000), wait(2)], 1, [[1], [100_000], [2]]],
  ["the last ones are shared out", [wait(1), wait(2), wait(3), wait(4)], 2, [[1, 2], [3], [4]]],
  ["a suspect goes alone", [wait(1), wait(2, { isSuspect: true }), wait(3)], 1, [[1], [2], [3]]],
  ["inspections are kept apart", [wait(1), wait(2, { shared: others }), wait(3, { shared: others })], 1, [[1], [2, 3]]],
] as const)("%s", (_, queue, threads, taken) => {
  expect(take([...queue], threads)).toEqual(taken);
});
