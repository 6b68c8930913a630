import type { Kysely } from "kysely";
import type { Recall } from "../domain/recall.ts";
import type { RecallStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

export function createRecallStore(db: Kysely<Schema>): RecallStore {
  return {
    recordRecall: (recall, entry) =>
      db.transaction().execute(async (transaction) => {
        const known = await readRecall(transaction, recall.id);
        if (known !== null) return known;
        const { id, repositoryKey: repository, ref } = recall;
        await transaction
          .insertInto("recall")
          .values({ id, repository, ref, body: JSON.stringify(recall) })
          .execute();
        await appendEntry(transaction, entry);
        return recall;
      }),

    endRecall: (id, ended, entry) =>
      db.transaction().execute(async (transaction) => {
        const recall = await readRecall(transaction, id);
        if (recall === null) throw new Error(`There is no recall ${id} to end.`);
        if (recall.ended !== null) return;
        await writeRecall(transaction, { ...recall, ended, isTold: false });
        await appendEntry(transaction, entry);
      }),

    markTold: ({ id, ended }) =>
      db.transaction().execute(async (transaction) => {
        const recall = await readRecall(transaction, id);
        if (recall === null) throw new Error(`There is no recall ${id} to mark.`);
        if ((recall.ended === null) === (ended === null)) await writeRecall(transaction, { ...recall, isTold: true });
      }),

    async listRecalls(repository, ref) {
      const rows = await db
        .selectFrom("recall")
        .select("body")
        .where("repository", "=", repository)
        .where("ref", "=", ref)
        .orderBy("seq")
        .execute();
      return rows.map(({ body }) => toRecall(body));
    },
  };
}

async function readRecall(db: Kysely<Schema>, id: string): Promise<Recall | null> {
  const row = await db.selectFrom("recall").select("body").where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : toRecall(row.body);
}

async function writeRecall(db: Kysely<Schema>, recall: Recall): Promise<void> {
  const body = JSON.stringify(recall);
  await db.updateTable("recall").set({ body }).where("id", "=", recall.id).execute();
}

function toRecall(body: string): Recall {
  return JSON.parse(body) as Recall; // written by this file alone
}
