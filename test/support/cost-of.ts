import { expect } from "vitest";

/** CPU that this thread takes for something, in milliseconds: what else the machine does at the same time takes none of it. */
export async function cpuMsOf(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** An input of eight times the size costs eight times as much where the cost is linear, and 64 times where it is quadratic. */
const [larger, tolerated] = [8, 24];
/** In milliseconds. Less than this is told apart from nothing by chance alone. */
const leastTold = 5;

/** Expects that the cost of something grows with the size of its input as a straight line does. The larger input has eight times `size`. */
export async function expectLinear(size: number, run: (size: number) => unknown): Promise<void> {
  await run(size); // what is compiled and loaded at first counts for neither
  const small = Math.max(await leastCpuMs(() => run(size), 0), leastTold);
  const large = await leastCpuMs(() => run(size * larger), small * tolerated);
  expect(large, `CPU of ${larger} times the size, where the size takes ${small} ms`).toBeLessThan(small * tolerated);
}

/** The least of three times, since memory is tidied up at any of them; one that is little enough needs no other. */
async function leastCpuMs(run: () => unknown, enough: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 3 && least >= enough; turn += 1) least = Math.min(least, await cpuMsOf(run));
  return least;
}
