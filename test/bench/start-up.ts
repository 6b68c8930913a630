import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Figure } from "./main.ts";

const run = promisify(execFile);
const main = join(import.meta.dirname, "../../src/main.ts");
const repetitions = 7;

/** How long somebody waits for the command line, from its sources, the median of a few. */
export async function bench(): Promise<readonly Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), "countersign-bench-"));
  try {
    const dag = join(directory, "dag.py");
    await writeFile(dag, "from airflow.sdk import DAG\n\nwith DAG('bench', schedule=None):\n    pass\n");
    return [
      await measure("command line: --version", ["--version"], directory),
      await measure("command line: check of one DAG", ["check", dag], directory),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(name: string, args: readonly string[], cwd: string): Promise<Figure> {
  const times: number[] = [];
  for (let index = 0; index < repetitions; index += 1) {
    const begin = performance.now();
    await run(process.execPath, [main, ...args], { cwd });
    times.push(performance.now() - begin);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(repetitions / 2)] ?? Number.NaN;
  return { name, value: median, unit: "ms", note: `median of ${repetitions}, a process each` };
}
