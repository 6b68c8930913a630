import type { Kysely } from "kysely";
import type { Delivery, InboxStore, TaskSubject } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import { toMs } from "./instant.ts";
import { askForLook } from "./queue.ts";
import type { Schema } from "./schema.ts";

/** Forges redeliver for three days at most; after this time a delivery's id is forgotten. */
const keepDeliveriesMs = 30 * 24 * 60 * 60 * 1000;

export function createInboxStore(db: Kysely<Schema>): InboxStore {
  return {
    receive: (delivery, subjects, toEntry) =>
      db.transaction().execute(async (transaction) => {
        const outcome = (await isNew(transaction, delivery, subjects)) ? "stored" : "duplicate";
        await appendEntry(transaction, toEntry(outcome));
        return outcome;
      }),
  };
}

async function isNew(
  transaction: Kysely<Schema>,
  { forge, id, event, receivedAt }: Delivery,
  subjects: readonly TaskSubject[],
): Promise<boolean> {
  const receivedMs = toMs(receivedAt);
  const added = await transaction
    .insertInto("delivery")
    .values({ forge, id, event, received_ms: receivedMs })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (added.numInsertedOrUpdatedRows === 0n) return false;

  for (const subject of subjects) await askForLook(transaction, subject, receivedMs);
  await transaction
    .deleteFrom("delivery")
    .where("received_ms", "<", receivedMs - keepDeliveriesMs)
    .execute();
  return true;
}
