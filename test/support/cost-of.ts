import { expect } from "vitest";

/** CPU that this process takes for something, in milliseconds: what else the machine does at the same time takes none of it. */
export async function cpuMsOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** An input of eight times the size costs eight times as much where the cost is linear, and 64 times where it is quadratic. */
const [larger, tolerated] = [8, 24];
/** In milliseconds. Less than this is told apart from nothing by chance alone. */
const leastTold = 5;

/** Expects that the cost of something grows with the size of its input as a straight line does. The larger input has eight times `size`. */
export async function expectLinear(size: number, run: (size: number) => unknown): Promise<void> {
  await run(size); // what is compiled and loaded at first counts for neither
  const costs: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) costs.push(await cpuMsOf(() => run(size)));
  const small = Math.max(Math.min(...costs), leastTold);
  const large = await cpuMsOf(() => run(size * larger));
  expect(large, `CPU of ${larger} times the size, where the size takes ${small} ms`).toBeLessThan(small * tolerated);
}
