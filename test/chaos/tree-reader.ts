import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { expectedFiles } from "./numbered-tree.ts";

/** Reads the live tree again and again in a thread of its own, and reports each time that it was torn or missing. */
const { live, holdMs } = workerData as { live: string; holdMs: number }; // given by deploy-kills.ts
let reads = 0;
let isStopped = false;
const held: { root: string; number: number; until: number }[] = [];

parentPort?.on("message", () => {
  isStopped = true;
});
void loop();

async function loop(): Promise<void> {
  while (!isStopped) {
    look();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  parentPort?.postMessage({ reads });
}

function look(): void {
  const now = Date.now();
  try {
    const root = realpathSync(live);
    const number = check(root, null);
    if (reads % 50 === 0) held.push({ root, number, until: now + holdMs });
    for (const old of held.splice(0)) {
      if (old.until < now) continue;
      check(old.root, old.number); // a reader that came long ago still sees its whole release
      held.push(old);
    }
    reads += 1;
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
}

function check(root: string, expected: number | null): number {
  const number = Number(readFileSync(join(root, "NUMBER"), "utf8"));
  if (expected !== null && number !== expected) throw new Error(`a held tree turned from ${expected} into ${number}`);
  const files = expectedFiles(number);
  const there = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  if (there.length !== files.size)
    throw new Error(`release ${number} has ${there.length} files instead of ${files.size}`);
  for (const [path, content] of files) {
    if (readFileSync(join(root, path), "utf8") !== content) throw new Error(`${path} is not that of release ${number}`);
  }
  return number;
}
