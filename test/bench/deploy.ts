import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Figure } from "./main.ts";

const files = 10_000;
const samples = 15;
const changed = "d42/f4217.py";

/**
 * From the moment at which a branch points at a new commit (one file of 10,000 changed) to the moment at which a reader sees
 * it, with both looking every 10 ms: `countersign deploy`, and the loop of `git fetch` and `git checkout` that people write.
 */
export async function bench(): Promise<Figure[]> {
  const root = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const repository = join(root, "work.git");
  try {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", repository]);
    makeHistory(repository);
    const ours = await measure(repository, 0, join(root, "dags/live", changed), () =>
      startOurs(repository, join(root, "dags")),
    );
    const peer = await measure(repository, samples + 1, join(root, "peer", changed), () =>
      startPeer(repository, join(root, "peer")),
    );
    const note = `median of ${samples}, ${files} files, one changed`;
    return [
      { name: "push to visible, countersign deploy", value: ours, unit: "ms", note },
      {
        name: "push to visible, git fetch and checkout",
        value: peer,
        unit: "ms",
        note: `${note}; not atomic, a reader can see a torn tree`,
      },
      {
        name: "push to visible, ours to peer",
        value: Math.round((ours / peer) * 100) / 100,
        unit: "ratio",
        note: "below 1: sooner",
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Commits 0 to 2 × (samples + 1), each at a ref of its own: `refs/bench/N`. The tree of the first has all files. */
function makeHistory(repository: string): void {
  const parts: string[] = [];
  for (let number = 0; number <= 2 * (samples + 1); number += 1) {
    parts.push(`commit refs/bench/${number}\ncommitter A <a@example.org> ${1_700_000_000 + number} +0000\ndata 1\nx\n`);
    if (number > 0) parts.push(`from refs/bench/${number - 1}\nM 100644 inline ${changed}\n${data(contentOf(number))}`);
    else {
      for (let file = 0; file < files; file += 1) {
        parts.push(`M 100644 inline d${Math.floor(file / 100)}/f${file}.py\n${data(`x = ${file}\n`.repeat(30))}`);
      }
    }
  }
  execFileSync("git", ["-C", repository, "fast-import", "--quiet"], { input: parts.join("") });
}

function contentOf(number: number): string {
  return `number = ${number}\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

async function measure(repository: string, first: number, visible: string, start: () => ChildProcess): Promise<number> {
  const push = (number: number) =>
    execFileSync("git", ["-C", repository, "update-ref", "refs/heads/main", `refs/bench/${number}`]);
  push(first);
  const deployer = start();
  const times: number[] = [];
  try {
    await untilReadable(visible);
    for (let number = first + 1; number <= first + samples; number += 1) {
      await pause(1_500); // both are done with what they do after a release
      push(number);
      const pushed = performance.now();
      while (read(visible) !== contentOf(number)) await pause(1);
      times.push(performance.now() - pushed);
    }
  } finally {
    const gone = new Promise((resolve) => deployer.once("close", resolve));
    process.kill(-(deployer.pid ?? Number.NaN), "SIGKILL");
    await gone;
  }
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN);
}

async function untilReadable(file: string): Promise<void> {
  while (read(file) === null) await pause(20);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function startOurs(repository: string, target: string): ChildProcess {
  const main = join(import.meta.dirname, "../../src/main.ts");
  const flags = ["--repository", repository, "--ref", "main", "--target", target, "--namespace", "live"];
  const args = [main, "deploy", ...flags, "--unreviewed", "--interval", "10ms"];
  return spawn(process.execPath, args, { stdio: "ignore", detached: true });
}

function startPeer(repository: string, directory: string): ChildProcess {
  const loop =
    'git clone --quiet "$1" "$2" && cd "$2" && while :; do git fetch --quiet origin main && git checkout --quiet --force FETCH_HEAD; sleep 0.01; done';
  return spawn("/bin/sh", ["-c", loop, "sh", repository, directory], { stdio: "ignore", detached: true });
}
