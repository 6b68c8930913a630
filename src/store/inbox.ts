import type { Kysely } from "kysely";
import type { InboxStore } from "../ports/store.ts";
import { toMs } from "./instant.ts";
import { askForLook } from "./queue.ts";
import type { Schema } from "./schema.ts";

/** Forges redeliver for three days at most; after this time a delivery's id is forgotten. */
const keepDeliveriesMs = 30 * 24 * 60 * 60 * 1000;

export function createInboxStore(db: Kysely<Schema>): InboxStore {
  return {
    receive(delivery, subjects) {
      const receivedMs = toMs(delivery.receivedAt);
      return db.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto("delivery")
          .values({ forge: delivery.forge, id: delivery.id, event: delivery.event, received_ms: receivedMs })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (added.numInsertedOrUpdatedRows === 0n) return "duplicate";

        for (const subject of subjects) await askForLook(transaction, subject, receivedMs);
        await transaction
          .deleteFrom("delivery")
          .where("received_ms", "<", receivedMs - keepDeliveriesMs)
          .execute();
        return "stored";
      });
    },
  };
}
