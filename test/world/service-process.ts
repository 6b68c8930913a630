import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startQuickly } from "../support/start-quickly.ts";

const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const startMs = 90_000; // of a busy machine

/** The real service in a process of its own, configured as an operator would: by its environment. */
export interface ServiceProcess {
  readonly url: string;
  readonly logFile: string;
  /** Starts it, and waits until it can take deliveries. */
  start(): Promise<void>;
  /** SIGKILL: it gets no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
  readonly pid: () => number | undefined;
}

export interface ServiceOptions {
  readonly directory: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
}

export function createServiceProcess(options: ServiceOptions): ServiceProcess {
  const { directory, port, environment } = options;
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(directory, "service.log");
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    await mkdir(directory, { recursive: true });
    const log = createWriteStream(logFile, { flags: "a" });
    const started = spawn(process.execPath, [mainFile, "serve"], {
      cwd: directory,
      env: { PATH: process.env.PATH, HOME: directory, PORT: String(port), ...startQuickly, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.stdout.pipe(log);
    started.stderr.pipe(log);
    child = started;
    await untilReady(url, started, logFile);
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await ended;
  }

  return { url, logFile, start, kill: () => end("SIGKILL"), stop: () => end("SIGTERM"), pid: () => child?.pid };
}

async function untilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the service ended with ${child.exitCode} at its start; its log is ${logFile}`);
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the service was not ready after ${startMs} ms; its log is ${logFile}`);
}
