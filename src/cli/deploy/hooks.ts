import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { CycleLine } from "./cycle-line.ts";
import type { DeploySettings } from "./settings.ts";

export interface HookSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly stop: AbortSignal;
}

const attempts = 3;
const attemptMs = 30_000;
const pauseMs = 1_000;

/**
 * Tells the operator's command and web address that a release is live. Each is tried three times; a failure is logged and
 * never undoes the release. Answers whether all of them went well; `null` when there are none.
 */
export async function runHooks(
  settings: DeploySettings,
  line: CycleLine,
  surroundings: HookSurroundings,
): Promise<boolean | null> {
  const { execHook, webhookUrl } = settings;
  const hooks: (() => Promise<void>)[] = [];
  if (execHook !== null) hooks.push(() => runCommand(execHook, line, surroundings));
  if (webhookUrl !== null) hooks.push(() => postLine(webhookUrl, line, surroundings.stop));
  if (hooks.length === 0) return null;
  const outcomes = await Promise.all(hooks.map((hook) => tryOften(hook, surroundings)));
  return outcomes.every(Boolean);
}

async function tryOften(hook: () => Promise<void>, { log, stop }: HookSurroundings): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts && !stop.aborted; attempt += 1) {
    try {
      await hook();
      return true;
    } catch (error) {
      log.warn({ err: error, attempt }, "a deploy hook failed");
      if (attempt < attempts) await pause(pauseMs, null, { signal: stop }).catch(() => {});
    }
  }
  return false;
}

/** The command gets the cycle's line on its standard input, and the most used facts in its environment, but no credentials. */
function runCommand(command: string, line: CycleLine, { env, stop }: HookSurroundings): Promise<void> {
  const { COUNTERSIGN_GIT_USERNAME: _, COUNTERSIGN_GIT_PASSWORD: __, ...safe } = env;
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], {
      env: {
        ...safe,
        COUNTERSIGN_COMMIT: line.commit ?? "",
        COUNTERSIGN_PREVIOUS: line.previous ?? "",
        COUNTERSIGN_PATH: line.path,
        COUNTERSIGN_NAMESPACE: line.namespace,
        COUNTERSIGN_REF: line.ref,
      },
      detached: true, // a process group of its own, which ends as a whole
      stdio: ["pipe", 2, 2], // standard output is for the cycles' lines alone
    });
    const end = () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, "SIGKILL");
    };
    const timer = setTimeout(end, attemptMs);
    stop.addEventListener("abort", end);
    child.stdin?.on("error", () => {}); // it need not read
    child.stdin?.end(`${JSON.stringify(line)}\n`);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      stop.removeEventListener("abort", end);
      if (code === 0) resolve();
      else reject(new Error(`the command ended with ${code ?? signal}`));
    });
  });
}

async function postLine(url: string, line: CycleLine, stop: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(line),
    signal: AbortSignal.any([stop, AbortSignal.timeout(attemptMs)]),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the address answered ${response.status}`);
}
