import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, onTestFinished } from "vitest";
import type { CycleLine } from "../../src/cli/deploy/cycle-line.ts";
import { startQuickly } from "../support/start-quickly.ts";

const root = join(import.meta.dirname, "../..");
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(root, "docs/schemas/deploy-cycle.json"), "utf8")));

export interface DeployRun {
  readonly code: number | null;
  readonly lines: readonly CycleLine[];
  readonly stderr: string;
}

export interface RunningDeploy {
  readonly child: ChildProcess;
  readonly lines: readonly CycleLine[];
  readonly ended: Promise<DeployRun>;
  /** The first line, from now on or before, for which it holds. */
  untilLine(holds: (line: CycleLine) => boolean): Promise<CycleLine>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly umask?: string;
}

/** Starts `countersign deploy --unreviewed` as its users do; it is killed when the test ends. */
export function startDeploy(flags: readonly string[], options: RunOptions = {}): RunningDeploy {
  const command = [process.execPath, join(root, "src/main.ts"), "deploy", "--unreviewed", ...flags];
  return start(command, options);
}

/** Runs it to its end. */
export function runDeploy(flags: readonly string[], options: RunOptions = {}): Promise<DeployRun> {
  return startDeploy(flags, options).ended;
}

/** The same without `--unreviewed`. */
export function runReviewedDeploy(flags: readonly string[]): Promise<DeployRun> {
  return start([process.execPath, join(root, "src/main.ts"), "deploy", ...flags], {}).ended;
}

function start(command: readonly string[], { env = {}, umask = "022" }: RunOptions): RunningDeploy {
  const child = spawn("/bin/sh", ["-c", `umask ${umask} && exec "$@"`, "sh", ...command], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...startQuickly, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: CycleLine[] = [];
  const waiting = new Set<() => void>();
  let [rest, stderr] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdout.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts.map(readLine));
    for (const wake of waiting) wake();
  });
  const ended = new Promise<DeployRun>((resolve) => {
    child.once("close", (code) => {
      expect(rest).toBe("");
      resolve({ code, lines, stderr });
    });
  });
  const untilLine = async (holds: (line: CycleLine) => boolean): Promise<CycleLine> => {
    for (;;) {
      const found = lines.find(holds);
      if (found !== undefined) return found;
      await new Promise<void>((resolve, reject) => {
        waiting.add(resolve);
        void ended.then((run) => reject(new Error(`it ended with ${run.code} before: ${run.stderr}`)));
      });
    }
  };
  return { child, lines, ended, untilLine };
}

/** Every line that any test sees is what docs/schemas/deploy-cycle.json says. */
function readLine(text: string): CycleLine {
  const line: unknown = JSON.parse(text);
  validate(line);
  expect(validate.errors ?? []).toEqual([]);
  return line as CycleLine; // held by the schema just now
}
