import type { Logger } from "pino";
import type { PullLine } from "../../journeys/pull/pull-line.ts";
import { pullRelease } from "../../journeys/pull/pull-release.ts";
import { type OpenNode, openNode } from "../../service/open-node.ts";
import type { Cli, ExitCode } from "../cli.ts";
import { createNap } from "../deploy/loop.ts";
import type { NodeLoopSettings } from "./settings.ts";

type Surroundings = Pick<Cli, "print" | "untilAskedToStop" | "onHangUp">;

/** Looks at each repository, once or again and again, until a signal or too many failures. Answers the exit code. */
export async function runNodeLoop(settings: NodeLoopSettings, cli: Surroundings, log: Logger): Promise<ExitCode> {
  const stop = new AbortController();
  void cli.untilAskedToStop().then(() => stop.abort());
  const node = await openNode({ ...settings, signal: stop.signal, log });
  try {
    return await loop(node, settings, cli, stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return 0;
    throw error;
  } finally {
    await node.close();
  }
}

async function loop(
  node: OpenNode,
  settings: NodeLoopSettings,
  cli: Surroundings,
  stop: AbortSignal,
): Promise<ExitCode> {
  const nap = createNap(cli, stop);
  for (let failures = 0; ; ) {
    const lines: PullLine[] = [];
    for (const repository of node.ports.node.repositories) {
      const line = await pullRelease(node.ports, repository);
      if (stop.aborted && line.error !== null) return 0; // it ended because it was asked to, not because of the outside world
      cli.print(JSON.stringify(line));
      lines.push(line);
      if (stop.aborted) return 0;
    }
    failures = lines.some(({ status }) => status === "failed") ? failures + 1 : 0;
    if (settings.isOnce || failures === settings.maxFailures) return exitCodeFor(lines);
    await nap(settings.intervalMs);
    if (stop.aborted) return 0;
  }
}

/** 0 all good, 3 when the outside world failed anywhere, else 1: something is not accepted. */
export function exitCodeFor(lines: readonly Pick<PullLine, "status">[]): ExitCode {
  if (lines.some(({ status }) => status === "failed")) return 3;
  return lines.every(({ status }) => status === "deployed" || status === "unchanged") ? 0 : 1;
}
