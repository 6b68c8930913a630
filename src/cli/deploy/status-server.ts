import { createServer } from "node:http";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { CycleLine } from "./cycle-line.ts";

export interface StatusServer {
  /** Takes a cycle's outcome into the answers. */
  report(line: CycleLine): void;
  reportHook(outcome: "done" | "failed"): void;
  stop(): Promise<void>;
}

export interface StatusServerOptions {
  readonly host: string;
  readonly port: number;
  /** No cycle for so long (milliseconds) means that the process is stuck. */
  readonly aliveMs: number;
}

/** Serves `/healthz` (cycles happen), `/readyz` (a tree is live) and `/metrics`. Rejects when the port is in use. */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const metrics = createMetrics();
  let lastCycle = Date.now();
  let isLive = false;
  const server = createServer((request, response) => {
    void answer(request.url?.split("?")[0] ?? "/").then(([status, type, body]) => {
      response.writeHead(status, { "content-type": type }).end(body);
    });
  });

  async function answer(path: string): Promise<readonly [number, string, string]> {
    const text = "text/plain; charset=utf-8";
    if (path === "/healthz")
      return Date.now() - lastCycle <= options.aliveMs ? [200, text, "ok\n"] : [503, text, "no cycle\n"];
    if (path === "/readyz") return isLive ? [200, text, "ok\n"] : [503, text, "nothing is live yet\n"];
    if (path === "/metrics") return [200, metrics.registry.contentType, await metrics.registry.metrics()];
    return [404, text, "not found\n"];
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    report(line) {
      lastCycle = Date.now();
      isLive = line.commit !== null;
      metrics.report(line);
    },
    reportHook: (outcome) => metrics.hooks.inc({ outcome }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const cycles = new Counter({
    name: "countersign_deploy_cycles_total",
    help: "Cycles by outcome.",
    labelNames: ["status"],
    registers,
  });
  const errors = new Counter({
    name: "countersign_deploy_errors_total",
    help: "Failed cycles by error code.",
    labelNames: ["code"],
    registers,
  });
  const hooks = new Counter({
    name: "countersign_deploy_hooks_total",
    help: "Hooks run, by outcome.",
    labelNames: ["outcome"],
    registers,
  });
  const success = new Gauge({
    name: "countersign_deploy_last_success_timestamp_seconds",
    help: "When the live tree was last known to be what the remote wants.",
    registers,
  });
  const live = new Gauge({
    name: "countersign_deploy_live",
    help: "1 for the commit that is live.",
    labelNames: ["commit"],
    registers,
  });
  const seconds = new Histogram({
    name: "countersign_deploy_cycle_seconds",
    help: "How long a cycle took.",
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  });
  const report = (line: CycleLine) => {
    cycles.inc({ status: line.status });
    seconds.observe(line.ms.total / 1000);
    if (line.error === null) success.set(Date.parse(line.at) / 1000);
    else errors.inc({ code: line.error.code });
    live.reset();
    if (line.commit !== null) live.set({ commit: line.commit }, 1);
  };
  return { registry, hooks, report };
}
