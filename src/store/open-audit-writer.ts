import { existsSync } from "node:fs";
import { join } from "node:path";
import { Kysely } from "kysely";
import { ConfigError } from "../domain/errors.ts";
import type { AuditEntry, AuditPoint, AuditStore, SignedCheckpoint } from "../ports/store.ts";
import { appendEntry, createAuditStore } from "./audit.ts";
import { toMs } from "./instant.ts";
import { createNodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { openDatabase, openDatabaseBeside } from "./open-database.ts";
import type { Schema } from "./schema.ts";

/** The audit log as an operator's command writes to it, also while the service runs. */
export interface AuditWriter extends Pick<AuditStore, "append" | "verifyChain" | "readAuditHead"> {
  /** The last entry before this instant from which on all entries may go; `null` when none may. */
  findLastBefore(instant: string): Promise<AuditPoint | null>;
  readHashOf(seq: number): Promise<string | null>;
  /** Removes the entries up to a point, of which a signed checkpoint is given, and records that. Answers how many went. */
  prune(point: AuditPoint, checkpoint: SignedCheckpoint, entry: AuditEntry): Promise<number>;
  close(): void;
}

/** Makes the state directory where there is none yet. Throws a `ConfigError`. */
export function openAuditWriter(directory: string): AuditWriter {
  const isThere = existsSync(join(directory, "countersign.db"));
  if (!isThere) {
    const { database, release } = openDatabase(directory);
    database.close();
    release();
  }
  const database = openDatabaseBeside(directory);
  const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect(database) });
  const store = createAuditStore(db);
  return {
    append: store.append,
    verifyChain: store.verifyChain,
    readAuditHead: store.readAuditHead,
    readHashOf: store.readHashOf,
    findLastBefore: (instant) => findLastBefore(db, toMs(instant)),
    prune: (point, checkpoint, entry) =>
      db.transaction().execute((transaction) => pruneEntries(transaction, point, checkpoint, entry)),
    close: () => database.close(),
  };
}

/** Clocks may have been set back: an entry goes only if all before it are as old. */
async function findLastBefore(db: Kysely<Schema>, beforeMs: number): Promise<AuditPoint | null> {
  let last: AuditPoint | null = null;
  for (let after = 0; ; ) {
    const page = await db.selectFrom("audit").selectAll().where("seq", ">", after).orderBy("seq").limit(1000).execute();
    for (const { seq, entry, hash } of page) {
      const { at } = JSON.parse(entry) as AuditEntry; // the chain was verified before
      if (toMs(at) >= beforeMs) return last;
      last = { seq, hash };
    }
    const end = page.at(-1);
    if (end === undefined) return last;
    after = end.seq;
  }
}

async function pruneEntries(
  transaction: Kysely<Schema>,
  { seq, hash }: AuditPoint,
  checkpoint: SignedCheckpoint,
  entry: AuditEntry,
): Promise<number> {
  await appendEntry(transaction, entry); // from here on no other prune can come between
  const last = await transaction.selectFrom("audit").select("hash").where("seq", "=", seq).executeTakeFirst();
  if (last?.hash !== hash) {
    throw new ConfigError(
      "--before",
      `Nothing was removed: entry ${seq} went meanwhile, by another countersign audit prune.`,
    );
  }
  await transaction
    .insertInto("audit_checkpoint")
    .values({ seq, envelope: JSON.stringify(checkpoint.envelope) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await transaction
    .insertInto("audit_start")
    .values({ id: 1, seq, hash })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ seq, hash }))
    .execute();
  const removed = await transaction.deleteFrom("audit").where("seq", "<=", seq).executeTakeFirstOrThrow();
  await transaction.deleteFrom("audit_checkpoint").where("seq", "<", seq).execute();
  return Number(removed.numDeletedRows);
}
