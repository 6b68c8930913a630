import type { Kysely } from "kysely";
import type { LookStore } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

export function createLookStore(db: Kysely<Schema>): LookStore {
  return {
    async readMergedLooks(repository) {
      const row = await db
        .selectFrom("merged_looks")
        .select("body")
        .where("repository", "=", repository)
        .executeTakeFirst();
      return new Map(row === undefined ? [] : (JSON.parse(row.body) as [number, string][])); // written below alone
    },

    async recordMergedLooks(repository, looks) {
      const body = JSON.stringify([...looks]);
      await db
        .insertInto("merged_looks")
        .values({ repository, body })
        .onConflict((conflict) => conflict.column("repository").doUpdateSet({ body }))
        .execute();
    },
  };
}
