import { type Kysely, sql } from "kysely";
import type { QueueStore, Task, TaskSubject } from "../ports/store.ts";
import { toMs } from "./instant.ts";
import type { Schema } from "./schema.ts";

/** One row a key. `held_generation` is set while a worker holds it, and differs from `generation` once it was asked for again. */
export function createQueueStore(db: Kysely<Schema>): QueueStore {
  return {
    enqueue: (subject, dueAt) => askForLook(db, subject, toMs(dueAt)),
    remind: (subject, dueAt) => remindOfLook(db, subject, toMs(dueAt)),
    take: (now) => takeTask(db, toMs(now)),
    complete: (task) => completeTask(db, task),

    async retry(task, error, dueAt) {
      const dueMs = toMs(dueAt);
      await db
        .updateTable("task")
        .set((is) => ({
          held_generation: null,
          attempts: is("attempts", "+", 1),
          error,
          due_ms: sql<number>`CASE WHEN generation = held_generation THEN ${dueMs} ELSE min(due_ms, ${dueMs}) END`,
        }))
        .where("key", "=", task.key)
        .where("held_generation", "=", task.generation)
        .execute();
    },

    async releaseHeld() {
      const released = await db
        .updateTable("task")
        .set({ held_generation: null })
        .where("held_generation", "is not", null)
        .executeTakeFirstOrThrow();
      return Number(released.numUpdatedRows);
    },

    async size() {
      const counts = await db
        .selectFrom("task")
        .select([
          sql<number>`count(*) FILTER (WHERE held_generation IS NULL)`.as("waiting"),
          sql<number>`count(*) FILTER (WHERE attempts > 0)`.as("failing"),
        ])
        .executeTakeFirstOrThrow();
      return { waiting: counts.waiting, failing: counts.failing };
    },
  };
}

async function remindOfLook(db: Kysely<Schema>, subject: TaskSubject, dueMs: number): Promise<void> {
  await db
    .insertInto("task")
    .values(firstLook(subject, dueMs))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Adds the task, or melts it into the one that is there. One that a worker holds will wait again when that look ends. */
export async function askForLook(db: Kysely<Schema>, subject: TaskSubject, dueMs: number): Promise<void> {
  await db
    .insertInto("task")
    .values(firstLook(subject, dueMs))
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({
        generation: sql`task.generation + 1`,
        due_ms: sql`CASE WHEN task.held_generation = task.generation THEN excluded.due_ms
                         ELSE min(task.due_ms, excluded.due_ms) END`,
      }),
    )
    .execute();
}

function firstLook(subject: TaskSubject, dueMs: number) {
  const task = { key: keyOf(subject), subject: JSON.stringify(subject), due_ms: dueMs };
  return { ...task, attempts: 0, generation: 1, held_generation: null, error: null };
}

/** What melts together: the same subject, whoever asked. */
export function keyOf(subject: TaskSubject): string {
  switch (subject.kind) {
    case "change":
      return JSON.stringify(["change", subject.forge, subject.repository, subject.number]);
    case "branch":
      return JSON.stringify(["branch", subject.forge, subject.repository, subject.ref]);
    case "repository":
      return JSON.stringify(["repository", subject.forge, subject.repository]);
    case "run":
      return JSON.stringify(["run", subject.run]);
    default:
      return subject satisfies never;
  }
}

async function takeTask(db: Kysely<Schema>, nowMs: number): Promise<Task | null> {
  const taken = await db
    .updateTable("task")
    .set({ held_generation: sql`generation` })
    .where("seq", "=", (where) =>
      where
        .selectFrom("task")
        .select("seq")
        .where("held_generation", "is", null)
        .where("due_ms", "<=", nowMs)
        .orderBy("due_ms")
        .orderBy("seq")
        .limit(1),
    )
    .returning(["key", "subject", "attempts", "generation"])
    .executeTakeFirst();
  if (!taken) return null;
  const subject = JSON.parse(taken.subject) as TaskSubject; // written by askForLook alone
  return { key: taken.key, subject, attempts: taken.attempts, generation: taken.generation };
}

async function completeTask(db: Kysely<Schema>, task: Task): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom("task")
      .where("key", "=", task.key)
      .where("held_generation", "=", task.generation)
      .where("generation", "=", task.generation)
      .execute();
    await transaction
      .updateTable("task")
      .set({ held_generation: null, attempts: 0, error: null })
      .where("key", "=", task.key)
      .where("held_generation", "=", task.generation)
      .execute();
  });
}
