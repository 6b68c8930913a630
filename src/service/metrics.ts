import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { QueueStore } from "../ports/store.ts";

export interface Metrics {
  readonly registry: Registry;
  readonly deliveries: Counter<"forge" | "outcome">;
  readonly tasks: Counter<"kind" | "outcome">;
  readonly taskSeconds: Histogram<"kind">;
  /** 1 while approvals and releases are signed, 0 while they are not. */
  readonly evidence: Gauge;
  readonly gates: Gauge<"forge" | "repository" | "state">;
}

/** The service's metrics, with those of the process. The queue is asked when they are read. */
export function createMetrics(queue: Pick<QueueStore, "size">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: "countersign_queue_tasks",
    help: "Tasks in the queue, by whether their last look failed.",
    labelNames: ["state"],
    registers,
    async collect() {
      const { waiting, failing } = await queue.size();
      this.set({ state: "waiting" }, waiting);
      this.set({ state: "failing" }, failing);
    },
  });
  return {
    registry,
    deliveries: new Counter({
      name: "countersign_deliveries_total",
      help: "Verified webhook deliveries, by forge and by whether they were new.",
      labelNames: ["forge", "outcome"],
      registers,
    }),
    tasks: new Counter({
      name: "countersign_tasks_total",
      help: "Looks at changes, branches, repositories and runs, by outcome.",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    gates: new Gauge({
      name: "countersign_gate",
      help: "The gate of each repository: 1 for the state it is in (enforced, unseen, open, unknown), 0 for the others.",
      labelNames: ["forge", "repository", "state"],
      registers,
    }),
    evidence: new Gauge({
      name: "countersign_evidence_made",
      help: "1 when approvals and releases are signed, 0 when no evidence is made.",
      registers,
    }),
    taskSeconds: new Histogram({
      name: "countersign_task_seconds",
      help: "How long a look takes.",
      labelNames: ["kind"],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
  };
}
