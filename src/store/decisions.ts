import type { Kysely } from "kysely";
import { writeCanonicalJson } from "../formats/canonical-json.ts";
import type { DecisionStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

export function createDecisionStore(db: Kysely<Schema>): DecisionStore {
  return {
    recordDecision(repository, change, head, decision, entry) {
      const body = writeCanonicalJson(decision);
      return db.transaction().execute(async (transaction) => {
        const last = await transaction
          .selectFrom("decision")
          .select(["head", "body"])
          .where("repository", "=", repository)
          .where("change", "=", change)
          .orderBy("seq", "desc")
          .limit(1)
          .executeTakeFirst();
        if (last?.head === head && last.body === body) return false;
        await transaction.insertInto("decision").values({ repository, change, head, at: entry.at, body }).execute();
        await appendEntry(transaction, entry);
        return true;
      });
    },
  };
}
