import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { expectedFiles } from "./numbered-tree.ts";
import { seededRandom } from "./seeded-random.ts";

export interface KillsOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly problems: readonly string[];
  readonly reads: number;
}

const main = join(import.meta.dirname, "../../src/main.ts");
const quietMs = 3_000;

/**
 * Kills `countersign deploy` with SIGKILL at `count` random moments while a branch moves on, with a reader that must never
 * see a torn or missing tree; then one undisturbed cycle must make the last commit live.
 */
export async function runDeployKills({ count, seed }: { count: number; seed: number }): Promise<KillsOutcome> {
  const random = seededRandom(seed);
  const root = mkdtempSync(join(tmpdir(), "countersign-kills-"));
  const repository = join(root, "work.git");
  const target = join(root, "dags");
  const problems: string[] = [];
  let [passed, failed, number] = [0, 0, 0];
  try {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", repository]);
    commitNumber(repository, number);
    await ended(startDeploy(repository, target, ["--once"]));
    const reader = startReader(join(target, "live"), problems);
    for (let round = 0; round < count; round += 1) {
      const before = problems.length;
      const deployer = startDeploy(repository, target, ["--interval", "10ms"]);
      const killAt = Date.now() + 200 + random() * 1_300;
      while (Date.now() < killAt) {
        number += 1;
        commitNumber(repository, number);
        await pause(Math.min(random() * 120, Math.max(0, killAt - Date.now())));
      }
      deployer.kill("SIGKILL");
      await ended(deployer);
      await pause(20); // what the reader saw is on its way
      if (problems.length === before) passed += 1;
      else failed += 1;
    }
    const line = await lastCycle(repository, target);
    const tip = execFileSync("git", ["-C", repository, "rev-parse", "main"], { encoding: "utf8" }).trim();
    if (line.commit !== tip)
      problems.push(`the last cycle left ${line.commit} live instead of ${tip}: ${JSON.stringify(line)}`);
    await pause(100);
    const reads = await reader.stop();
    if (reads === 0) problems.push("the reader read nothing");
    const staged = readdirSync(join(target, ".countersign/live/staging"));
    if (staged.length > 0) problems.push(`left behind: ${staged.join(", ")}`);
    return { passed, failed: problems.length > 0 ? Math.max(1, failed) : failed, problems, reads };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function startDeploy(repository: string, target: string, how: readonly string[]): ChildProcess {
  const flags = [
    "--repository",
    repository,
    "--ref",
    "main",
    "--target",
    target,
    "--namespace",
    "live",
    "--unreviewed",
  ];
  const args = [main, "deploy", ...flags, "--quiet-for", `${quietMs}ms`, "--keep", "0", ...how];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
}

async function lastCycle(repository: string, target: string): Promise<{ commit: string }> {
  const child = startDeploy(repository, target, ["--once"]);
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await ended(child);
  return JSON.parse(text);
}

function startReader(live: string, problems: string[]): { stop(): Promise<number> } {
  const worker = new Worker(join(import.meta.dirname, "tree-reader.ts"), { workerData: { live, holdMs: quietMs / 2 } });
  let reads = 0;
  worker.on("message", (message: { problem?: string; reads?: number }) => {
    if (message.problem !== undefined && problems.length < 20) problems.push(message.problem);
    reads = message.reads ?? reads;
  });
  return {
    stop: async () => {
      const told = new Promise((resolve) => worker.once("message", resolve));
      worker.postMessage("stop");
      await told;
      await worker.terminate();
      return reads;
    },
  };
}

/** Pushes release `number` by one `git fast-import`, as a remote would receive it: whole. */
function commitNumber(repository: string, number: number): void {
  const files = Array.from(
    expectedFiles(number),
    ([path, content]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`,
  );
  const from = number === 0 ? "" : "from refs/heads/main^0\n";
  const stream = `commit refs/heads/main\ncommitter A <a@example.org> ${1_700_000_000 + number} +0000\ndata 1\nx\n${from}deleteall\n${files.join("")}\n`;
  execFileSync("git", ["-C", repository, "fast-import", "--quiet"], { input: stream });
}

function ended(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  child.stderr?.resume();
  return new Promise((resolve) => child.once("close", () => resolve()));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { count: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
  });
  const { passed, failed, problems, reads } = await runDeployKills({
    count: Number(values.count),
    seed: Number(values.seed),
  });
  for (const problem of problems) console.log(problem);
  console.log(`reads: ${reads}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
