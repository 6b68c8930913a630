import type { Delivery } from "../hooks/deliveries.ts";

export type DeliveryFault =
  | { readonly kind: "drop" }
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "duplicate"; readonly copies: number }
  /** Holds `batch` deliveries back and sends them in the opposite order; `flush` sends what is held. */
  | { readonly kind: "reorder"; readonly batch: number };

export interface DeliveryFaultRule {
  /** Which events, such as `pull_request`; all when `null`. */
  readonly event: string | null;
  /** For how many deliveries; `null`: until it is cleared. */
  times: number | null;
  readonly fault: DeliveryFault;
}

export interface DeliveryFaults {
  add(rule: { readonly event?: string | null; readonly times?: number | null; readonly fault: DeliveryFault }): void;
  clear(): void;
  /** Sends what `reorder` holds. */
  flush(): void;
  pass(delivery: Delivery, send: (delivery: Delivery) => void, track: (work: Promise<unknown>) => void): void;
}

export function createDeliveryFaults(): DeliveryFaults {
  let rules: DeliveryFaultRule[] = [];
  let held: { readonly delivery: Delivery; readonly send: (delivery: Delivery) => void }[] = [];

  function flush(): void {
    const now = held.reverse();
    held = [];
    for (const one of now) one.send(one.delivery);
  }
  function take(event: string): DeliveryFault | null {
    const rule = rules.find((one) => one.times !== 0 && (one.event === null || one.event === event));
    if (rule === undefined) return null;
    if (rule.times !== null) rule.times -= 1;
    return rule.fault;
  }
  return {
    add: (rule) => {
      rules.push({ event: rule.event ?? null, times: rule.times ?? null, fault: rule.fault });
    },
    clear() {
      rules = [];
      flush();
    },
    flush,
    pass(delivery, send, track) {
      const fault = take(delivery.event);
      if (fault === null) return send(delivery);
      switch (fault.kind) {
        case "drop":
          delivery.status = "failed to connect to host";
          delivery.statusCode = 502;
          return;
        case "delay":
          return track(new Promise((resolve) => setTimeout(resolve, fault.ms)).then(() => send(delivery)));
        case "duplicate":
          for (let copy = 0; copy <= fault.copies; copy += 1) send(delivery);
          return;
        case "reorder":
          held.push({ delivery, send });
          if (held.length >= fault.batch) flush();
          return;
        default:
          return fault satisfies never;
      }
    },
  };
}
