import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startQuickly } from "./start-quickly.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of countersign in a process of its own, while this one goes on (and plays the forge). */
export function runCountersign(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> {
  const env = { PATH: process.env.PATH, HOME: options.cwd, ...startQuickly, ...options.env };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main, ...args], { cwd: options.cwd, env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}
