import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

interface Answered {
  readonly from: number;
  readonly to: number;
  readonly path: string;
  readonly isForService: boolean;
}

/** What the forge simulator, which runs in this process, did for the service: when it was busy answering it. */
export interface SimulatorTime {
  /** Milliseconds between the two times in which at least one request of the service was being answered. */
  busyBetween(from: number, to: number): number;
  /** When the answer to the last request, anybody's, that matches (such as `PUT /path`) was finished; `null` where there was none. */
  lastAnswerTo(path: RegExp, since: number): number | null;
  stop(): void;
}

/** Watches every HTTP server of this process. What this process asks itself is people's doing, and all else the service's. */
export function watchSimulator(): SimulatorTime {
  const started = new WeakMap<IncomingMessage, number>();
  const answered: Answered[] = [];
  const ownPorts = new Set<number | undefined>();

  const onConnect = (message: unknown): void => {
    const { socket } = message as { socket: Socket }; // as undici documents this channel
    ownPorts.add(socket.localPort);
  };
  const onStart = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage }; // documented for this channel of Node's
    started.set(request, performance.now());
  };
  const onFinish = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    const from = started.get(request);
    if (from === undefined) return;
    const isForService = !ownPorts.has(request.socket.remotePort);
    answered.push({ from, to: performance.now(), path: `${request.method} ${request.url}`, isForService });
  };
  subscribe("undici:client:connected", onConnect);
  subscribe("http.server.request.start", onStart);
  subscribe("http.server.response.finish", onFinish);

  return {
    busyBetween(from, to) {
      const forService = answered.filter((one) => one.isForService);
      return lengthOfUnion(forService.map((one) => [Math.max(one.from, from), Math.min(one.to, to)]));
    },
    lastAnswerTo(path, since) {
      const times = answered.filter((one) => one.to >= since && path.test(one.path)).map(({ to }) => to);
      return times.length === 0 ? null : Math.max(...times);
    },
    stop() {
      unsubscribe("undici:client:connected", onConnect);
      unsubscribe("http.server.request.start", onStart);
      unsubscribe("http.server.response.finish", onFinish);
    },
  };
}

/** The length that the intervals cover together. Those that end before they begin cover nothing. */
function lengthOfUnion(intervals: readonly (readonly [number, number])[]): number {
  let covered = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    if (to <= Math.max(from, end)) continue;
    covered += to - Math.max(from, end);
    end = to;
  }
  return covered;
}
