import type { Logger } from "pino";
import type { Cli, ExitCode } from "../cli.ts";
import { runCycle, tidyUp } from "./cycle.ts";
import { type CycleLine, exitCodeFor } from "./cycle-line.ts";
import { closeDeployer, createDeployer, type Deployer } from "./deployer.ts";
import { runHooks } from "./hooks.ts";
import type { DeploySettings } from "./settings.ts";
import { type StatusServer, startStatusServer } from "./status-server.ts";

type Surroundings = Pick<Cli, "env" | "print" | "untilAskedToStop" | "onHangUp">;

/** Runs one cycle or many, until a signal or too many failures. Answers the exit code. */
export async function runDeployLoop(settings: DeploySettings, cli: Surroundings, log: Logger): Promise<ExitCode> {
  const stop = new AbortController();
  void cli.untilAskedToStop().then(() => stop.abort());
  const status = await startStatus(settings);
  const deployer = createDeployer(settings, log, stop.signal);
  try {
    return await loop(deployer, cli, status);
  } catch (error) {
    if (stop.signal.aborted) return 0;
    throw error;
  } finally {
    closeDeployer(deployer);
    await status?.stop();
  }
}

async function loop(deployer: Deployer, cli: Surroundings, status: StatusServer | null): Promise<ExitCode> {
  const { settings, stop } = deployer;
  const nap = createNap(cli, stop);
  for (let failures = 0; ; ) {
    const line = await runCycle(deployer);
    if (stop.aborted && line.error !== null) return 0; // it ended because it was asked to, not because of the outside world
    cli.print(JSON.stringify(line));
    status?.report(line);
    await finishCycle(deployer, cli, status, line);
    failures = line.error === null ? 0 : failures + 1;
    if (stop.aborted) return 0;
    if (settings.isOnce || failures === settings.maxFailures) return exitCodeFor(line);
    await nap(settings.intervalMs);
    if (stop.aborted) return 0;
  }
}

async function finishCycle(
  deployer: Deployer,
  cli: Surroundings,
  status: StatusServer | null,
  line: CycleLine,
): Promise<void> {
  const { settings, log, stop } = deployer;
  const hooks = line.status === "deployed" ? runHooks(settings, line, { env: cli.env, log, stop }) : null;
  if (!stop.aborted) await tidyUp(deployer, line);
  const went = await hooks;
  if (went !== null) status?.reportHook(went ? "done" : "failed");
}

/** Waits for the interval, or less: SIGHUP means "look again now" (also when it came during the last cycle). */
export function createNap(cli: Pick<Cli, "onHangUp">, stop: AbortSignal): (ms: number) => Promise<void> {
  let isAsked = false;
  let wake = () => {};
  cli.onHangUp(() => {
    isAsked = true;
    wake();
  });
  stop.addEventListener("abort", () => wake());
  return async (ms) => {
    if (!isAsked && !stop.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    isAsked = false;
  };
}

async function startStatus(settings: DeploySettings): Promise<StatusServer | null> {
  if (settings.httpBind === null) return null;
  const aliveMs = 2 * (settings.intervalMs + settings.syncTimeoutMs) + 60_000;
  return startStatusServer({ ...settings.httpBind, aliveMs });
}
