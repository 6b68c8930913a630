import type { Kysely } from "kysely";
import type { MentionStore } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

export function createMentionStore(db: Kysely<Schema>): MentionStore {
  return {
    async recordMentions(repository, change, names) {
      if (names.length === 0) return;
      await db
        .insertInto("mention")
        .values(names.map((name) => ({ repository, change, name })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async listMentions(repository, change) {
      const rows = await db
        .selectFrom("mention")
        .select("name")
        .where("repository", "=", repository)
        .where("change", "=", change)
        .orderBy("name")
        .execute();
      return rows.map(({ name }) => name);
    },
  };
}
