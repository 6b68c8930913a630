import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Figure } from "./main.ts";

const run = promisify(execFile);
const main = join(import.meta.dirname, "../../src/main.ts");
const repetitions = 7;

/** How long somebody waits for the command line, from its sources, the median of a few. */
export async function bench(): Promise<readonly Figure[]> {
  return [await measure("command line: --version", ["--version"]), await measure("command line: --help", ["--help"])];
}

async function measure(name: string, args: readonly string[]): Promise<Figure> {
  const times: number[] = [];
  for (let index = 0; index < repetitions; index += 1) {
    const begin = performance.now();
    await run(process.execPath, [main, ...args]);
    times.push(performance.now() - begin);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(repetitions / 2)] ?? Number.NaN;
  return { name, value: median, unit: "ms", note: `median of ${repetitions}, a process each` };
}
