import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { mendedDag } from "../world/files.ts";
import { beginGoverned, isSuccess, mergeWhenApproved, propose, untilCheck } from "../world/steps.ts";
import { type Face, faces, startWorld, type World } from "../world/world.ts";
import type { Figure } from "./main.ts";
import { type SimulatorTime, watchSimulator } from "./simulator-time.ts";

const changes = 7;

/** The whole service on each forge: from a delivery to its check, from a merge to the file on the node, and its memory. */
export async function bench(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const face of faces) figures.push(...(await benchFace(face)));
  return figures;
}

async function benchFace(face: Face): Promise<readonly Figure[]> {
  const simulator = watchSimulator();
  const deliveries = watchDeliveries();
  const world = await startWorld({ face, webhooks: true, hasPolicy: true });
  try {
    await beginGoverned(world);
    const idle = residentMegabytes(world);
    const checks: Timing[] = [];
    const files: Timing[] = [];
    for (let index = 0; index < changes; index += 1) {
      const number = await measureCheck(world, simulator, deliveries, index, checks);
      await measureFile(world, simulator, number, index, files);
    }
    const note = `median of ${changes}, the simulator's own time taken off`;
    return [
      { name: `${face}: delivery to check`, value: median(checks, "own"), unit: "ms", note },
      {
        name: `${face}: delivery to check, in all`,
        value: median(checks, "all"),
        unit: "ms",
        note: "with the simulator",
      },
      { name: `${face}: merge to file visible`, value: median(files, "own"), unit: "ms", note },
      {
        name: `${face}: merge to file visible, in all`,
        value: median(files, "all"),
        unit: "ms",
        note: "with the simulator",
      },
      { name: `${face}: memory when idle`, value: idle, unit: "MB", note: "resident, after the first change landed" },
      {
        name: `${face}: memory after ${changes} changes`,
        value: residentMegabytes(world),
        unit: "MB",
        note: "resident",
      },
    ];
  } finally {
    simulator.stop();
    deliveries.stop();
    await world.close();
  }
}

interface Timing {
  readonly own: number;
  readonly all: number;
}

async function measureCheck(
  world: World,
  simulator: SimulatorTime,
  deliveries: Deliveries,
  index: number,
  timings: Timing[],
): Promise<number> {
  const begin = performance.now();
  const number = await propose(world.people.ada, `bench-${index}`, `Bench ${index}`, {
    [dagPath(index)]: dagText(index),
  });
  await untilCheck(world, number, "validation", isSuccess);
  const from = deliveries.firstSince(begin);
  const to = simulator.lastAnswerTo(/^(POST|PATCH) .*(\/check-runs|\/statuses\/)/, begin);
  if (from !== null && to !== null) timings.push(timingOf(simulator, from, to));
  return number;
}

async function measureFile(
  world: World,
  simulator: SimulatorTime,
  number: number,
  index: number,
  timings: Timing[],
): Promise<void> {
  const { ben } = world.people;
  await ben.approve(number);
  await untilCheck(world, number, "approval", isSuccess);
  const begin = performance.now();
  const seen = waitForFile(world, dagPath(index));
  await mergeWhenApproved(world, ben, number);
  const to = await seen;
  const from = simulator.lastAnswerTo(/^PUT .*\/merge$/, begin);
  if (from !== null) timings.push(timingOf(simulator, from, to));
}

function timingOf(simulator: SimulatorTime, from: number, to: number): Timing {
  return { all: to - from, own: to - from - simulator.busyBetween(from, to) };
}

async function waitForFile(world: World, path: string): Promise<number> {
  while ((await world.node.readDag(path)) === null) await new Promise((resolve) => setTimeout(resolve, 2));
  return performance.now();
}

interface Deliveries {
  firstSince(time: number): number | null;
  stop(): void;
}

/** When the simulator sent deliveries to the service. */
function watchDeliveries(): Deliveries {
  const times: number[] = [];
  const onRequest = (message: unknown): void => {
    const { request } = message as { request: { path: string } }; // as undici documents this channel
    if (request.path.endsWith("/webhooks")) times.push(performance.now());
  };
  subscribe("undici:request:create", onRequest);
  return {
    firstSince: (since) => times.find((time) => time >= since) ?? null,
    stop: () => void unsubscribe("undici:request:create", onRequest),
  };
}

function residentMegabytes(world: World): number {
  const status = readFileSync(`/proc/${world.service.pid()}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

function median(timings: readonly Timing[], of: keyof Timing): number {
  const sorted = timings.map((one) => one[of]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function dagPath(index: number): string {
  return `dags/bench_${index}.py`;
}

function dagText(index: number): string {
  return mendedDag.replace("acme_import", `acme_bench_${index}`);
}
