import type { Kysely } from "kysely";
import { repositoryKey } from "../domain/identity.ts";
import { type Run, runStates, runTransitions } from "../domain/run.ts";
import type { AuditEntry, RunStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

const unfinishedStates = runStates.filter((state) => runTransitions[state].length > 0);

export function createRunStore(db: Kysely<Schema>): RunStore {
  const runs = db.selectFrom("run").select("body");

  return {
    async createRun(run) {
      await db
        .insertInto("run")
        .values({
          id: run.id,
          repository: repositoryKey(run.repository),
          change: run.change,
          state: run.state,
          body: JSON.stringify(run),
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
      const stored = await runs.where("id", "=", run.id).executeTakeFirstOrThrow();
      return toRun(stored.body);
    },

    async readRun(id) {
      const row = await runs.where("id", "=", id).executeTakeFirst();
      return row ? toRun(row.body) : null;
    },

    moveRun: (...move) => moveRun(db, ...move),

    async listRunsOfChange(repository, change) {
      const rows = await runs
        .where("repository", "=", repository)
        .where("change", "=", change)
        .orderBy("seq")
        .execute();
      return rows.map((row) => toRun(row.body));
    },

    async listUnfinishedRuns() {
      const rows = await runs.where("state", "in", unfinishedStates).orderBy("seq").execute();
      return rows.map((row) => toRun(row.body));
    },
  };
}

function moveRun(db: Kysely<Schema>, id: string, state: Run["state"], detail: string, entry: AuditEntry): Promise<Run> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom("run").select("body").where("id", "=", id).executeTakeFirst();
    if (!row) throw new Error(`There is no run ${id} to move to ${state}.`);
    const run = toRun(row.body);
    if (run.state !== state && !runTransitions[run.state].includes(state))
      throw new Error(`Run ${id} is ${run.state} and cannot become ${state}.`);

    const moved: Run = { ...run, state, detail, updatedAt: entry.at };
    await transaction
      .updateTable("run")
      .set({ state, body: JSON.stringify(moved) })
      .where("id", "=", id)
      .execute();
    await appendEntry(transaction, entry);
    return moved;
  });
}

function toRun(body: string): Run {
  return JSON.parse(body) as Run; // written by this file alone
}
