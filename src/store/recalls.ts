import type { Kysely } from "kysely";
import type { Recall } from "../domain/recall.ts";
import type { RecallStore } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

export function createRecallStore(db: Kysely<Schema>): RecallStore {
  return {
    async recordRecall(recall) {
      await db
        .insertInto("recall")
        .values({
          id: recall.id,
          repository: recall.repositoryKey,
          ref: recall.ref,
          body: JSON.stringify(recall),
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
      const stored = await db.selectFrom("recall").select("body").where("id", "=", recall.id).executeTakeFirstOrThrow();
      return toRecall(stored.body);
    },

    async updateRecall(id, change) {
      await db.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom("recall").select("body").where("id", "=", id).executeTakeFirst();
        if (!row) throw new Error(`There is no recall ${id} to update.`);
        const body = JSON.stringify({ ...toRecall(row.body), ...change });
        await transaction.updateTable("recall").set({ body }).where("id", "=", id).execute();
      });
    },

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

function toRecall(body: string): Recall {
  return JSON.parse(body) as Recall; // written by this file alone
}
