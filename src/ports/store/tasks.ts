import type { ForgeName, RepositoryKey } from "../../domain/identity.ts";
import type { AuditEntry } from "./evidence.ts";

/** A verified delivery, as it is kept. The body is not: a delivery only says "look again". */
export interface Delivery {
  readonly id: string;
  readonly forge: ForgeName;
  readonly event: string;
  readonly receivedAt: string;
}

/** "Look again at this." `subject` identifies it, so tasks with one key wait for each other and melt into one. */
export type TaskSubject =
  | { readonly kind: "change"; readonly forge: ForgeName; readonly repository: string; readonly number: number }
  | { readonly kind: "branch"; readonly forge: ForgeName; readonly repository: string; readonly ref: string }
  | { readonly kind: "repository"; readonly forge: ForgeName; readonly repository: string }
  | { readonly kind: "run"; readonly run: string };

export interface Task {
  readonly key: string;
  readonly subject: TaskSubject;
  readonly attempts: number;
  /** Changes whenever the task is asked for again, so that finishing an old look does not swallow a new one. */
  readonly generation: number;
}

/** Whether a delivery is new. One that is already there changes nothing. */
export type DeliveryOutcome = "stored" | "duplicate";

/** Takes a verified delivery, and what it says to look at again. */
export type ReceiveDelivery = (delivery: Delivery, subjects: readonly TaskSubject[]) => Promise<DeliveryOutcome>;

export interface InboxStore {
  /** Stores the delivery, its tasks and the entry of what became of it in one transaction. */
  receive(
    delivery: Delivery,
    subjects: readonly TaskSubject[],
    toEntry: (outcome: DeliveryOutcome) => AuditEntry,
  ): Promise<DeliveryOutcome>;
}

export interface QueueStore {
  /** Asks for a look, at once or at `dueAt` (ISO 8601). One that already waits is kept at the earlier time. */
  enqueue(subject: TaskSubject, dueAt: string): Promise<void>;
  /** Asks for a look unless one waits already, failing or not: what a timer says is no news. */
  remind(subject: TaskSubject, dueAt: string): Promise<void>;
  /** Takes the task that has waited longest, and holds it. At most one worker holds a key. */
  take(now: string): Promise<Task | null>;
  /** Done, unless it was asked for again since it was taken: then it waits again. */
  complete(task: Task): Promise<void>;
  retry(task: Task, error: string, dueAt: string): Promise<void>;
  /** At start: what was held by a process that died waits again. */
  releaseHeld(): Promise<number>;
  size(): Promise<{ readonly waiting: number; readonly failing: number }>;
}

export interface LookStore {
  /** When each of the changes merged last had been touched, by its number, as of the last look for such ones; empty before it. */
  readMergedLooks(repository: RepositoryKey): Promise<ReadonlyMap<number, string>>;
  /** Replaces them. */
  recordMergedLooks(repository: RepositoryKey, looks: ReadonlyMap<number, string>): Promise<void>;
}
