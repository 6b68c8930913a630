import { readdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";

/** One figure of a benchmark. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

interface Benchmark {
  readonly bench: () => Promise<readonly Figure[]>;
}

/**
 * Runs every benchmark beside it (or those whose names are given), one after the other, and prints a table on standard error and
 * `{ version, machine, figures }` on standard output.
 */
const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".ts") && name !== "main.ts" && !name.endsWith(".test.ts"))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(/\.ts$/, "")))
  .toSorted();

const figures: Figure[] = [];
for (const name of files) {
  const module: unknown = await import(join(import.meta.dirname, name));
  if (!isBenchmark(module)) continue;
  console.error(styleText("dim", `bench ${name} …`));
  for (const figure of await module.bench()) {
    figures.push(figure);
    console.error(lineOf(figure));
  }
}

const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memory: totalmem(), node: process.version };
console.log(JSON.stringify({ version: 1, machine, figures }, null, 2));
if (figures.length === 0) {
  console.error("bench: nothing ran. A benchmark is a file beside test/bench/main.ts that exports `bench`.");
  process.exitCode = 1;
}

function isBenchmark(module: unknown): module is Benchmark {
  return typeof module === "object" && module !== null && "bench" in module && typeof module.bench === "function";
}

function lineOf({ name, value, unit, note }: Figure): string {
  const amount = value.toLocaleString("en", { maximumFractionDigits: 1 });
  return `  ${name.padEnd(48)} ${amount.padStart(12)} ${unit.padEnd(6)} ${styleText("dim", note)}`;
}
