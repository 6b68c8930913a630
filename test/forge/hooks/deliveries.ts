import { randomUUID } from "node:crypto";
import type { DeliveryFaults } from "../faults/delivery-faults.ts";
import type { ServerClock } from "../model/clock.ts";

/** One webhook as a face wants it sent. The body is final: signatures are made of it. */
export interface OutgoingHook {
  /** Whose hook it is, such as `app:12` or `hook:7`. */
  readonly hook: string;
  readonly url: string;
  readonly event: string;
  readonly action: string | null;
  readonly body: string;
  /** The delivery's id is known only here, so headers are made of it. */
  readonly headers: (deliveryId: string) => Readonly<Record<string, string>>;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
}

export interface Delivery extends Omit<OutgoingHook, "headers"> {
  readonly id: number;
  /** The same for a redelivery (`X-GitHub-Delivery`). */
  readonly guid: string;
  readonly headers: Readonly<Record<string, string>>;
  deliveredAt: string;
  /** `pending`, `OK`, an HTTP status' text, `timed out`, or `failed to connect to host` (also what a fault dropped). */
  status: string;
  statusCode: number;
  durationMs: number;
  isRedelivery: boolean;
  response: { headers: Readonly<Record<string, string>>; body: string } | null;
}

export interface HookSender {
  /** All attempts, oldest first; those that a fault dropped or holds back too. */
  readonly deliveries: Delivery[];
  send(hook: OutgoingHook): void;
  /** Sends the same body under the same guid once more. */
  redeliver(id: number): Promise<Delivery | null>;
  /** Resolves when nothing is under way or waiting. */
  settle(): Promise<void>;
  close(): void;
}

const timeoutMs = 10_000;

/** Deliveries go out one after the other for each URL, without retry, as GitHub's do. Faults drop, delay, repeat and reorder. */
export function createHookSender(clock: ServerClock, newId: () => number, faults: DeliveryFaults): HookSender {
  const deliveries: Delivery[] = [];
  const queues = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<unknown>>();
  const abort = new AbortController();

  function track(work: Promise<unknown>): void {
    const tracked = work.catch(() => {}).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }
  function enqueue(delivery: Delivery): void {
    const turn = (queues.get(delivery.url) ?? Promise.resolve()).then(() => attempt(delivery, clock, abort.signal));
    queues.set(delivery.url, turn);
    track(turn);
  }
  function make(hook: OutgoingHook): Delivery {
    const guid = randomUUID();
    const { headers, ...rest } = hook;
    const state = {
      deliveredAt: clock.now(),
      status: "pending",
      statusCode: 0,
      durationMs: 0,
      isRedelivery: false,
      response: null,
    };
    return { ...rest, id: newId(), guid, headers: headers(guid), ...state };
  }
  return {
    deliveries,
    send(hook) {
      const delivery = make(hook);
      deliveries.push(delivery);
      faults.pass(delivery, enqueue, track);
    },
    async redeliver(id) {
      const first = deliveries.find((one) => one.id === id);
      if (first === undefined) return null;
      const again: Delivery = {
        ...first,
        id: newId(),
        isRedelivery: true,
        status: "pending",
        statusCode: 0,
        response: null,
      };
      deliveries.push(again);
      const work = attempt(again, clock, abort.signal);
      track(work);
      return again;
    },
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => abort.abort(),
  };
}

async function attempt(delivery: Delivery, clock: ServerClock, closed: AbortSignal): Promise<void> {
  const start = performance.now();
  delivery.deliveredAt = clock.now();
  try {
    const answer = await fetch(delivery.url, {
      method: "POST",
      headers: { ...delivery.headers },
      body: delivery.body,
      redirect: "manual",
      signal: AbortSignal.any([closed, AbortSignal.timeout(timeoutMs)]),
    });
    delivery.statusCode = answer.status;
    delivery.status = answer.ok ? "OK" : answer.statusText || `Invalid HTTP Response: ${answer.status}`;
    delivery.response = { headers: Object.fromEntries(answer.headers), body: (await answer.text()).slice(0, 10_000) };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    delivery.status = isTimeout ? "timed out" : "failed to connect to host";
    delivery.statusCode = isTimeout ? 504 : 502;
  }
  delivery.durationMs = Math.round(performance.now() - start);
}
