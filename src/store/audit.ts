import { type Kysely, sql } from "kysely";
import type { Envelope } from "../domain/attestation.ts";
import { writeCanonicalJson } from "../formats/canonical-json.ts";
import { sha256Hex } from "../formats/sha256.ts";
import type { AuditEntry, AuditPoint, AuditStore, SignedCheckpoint } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

/** An entry as it is kept and exported. */
export interface ChainedAuditEntry {
  readonly entry: AuditEntry & {
    /** Counts from 1. */
    readonly seq: number;
    /** The hash of the entry before it; 64 zeros for the first. */
    readonly previous: string;
  };
  /** SHA-256 (hex) of the entry's canonical JSON: sorted keys, no spaces. */
  readonly hash: string;
}

export const beforeTheFirst: AuditPoint = { seq: 0, hash: "0".repeat(64) };
const pageSize = 1000;

export function createAuditStore(db: Kysely<Schema>): AuditStore {
  return {
    async append(entry) {
      await db.transaction().execute((transaction) => appendEntry(transaction, entry));
    },
    verifyChain: (after) => db.transaction().execute((transaction) => verifyChain(transaction, after)),

    async readAuditHead() {
      const head = await db.selectFrom("audit_head").selectAll().executeTakeFirst();
      return head === undefined ? beforeTheFirst : { seq: head.entries, hash: head.hash };
    },

    async readHashOf(seq) {
      const start = await readAuditStart(db);
      if (start?.seq === seq) return start.hash;
      const row = await db.selectFrom("audit").select("hash").where("seq", "=", seq).executeTakeFirst();
      return row?.hash ?? null;
    },

    async readLastEntry(kind) {
      const row = await db
        .selectFrom("audit")
        .select("entry")
        .where(sql`CASE WHEN json_valid(entry) THEN json_extract(entry, '$.kind') END`, "=", kind)
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.entry) as AuditEntry); // written by appendEntry alone
    },

    async recordCheckpoint({ seq, envelope }) {
      await db
        .insertInto("audit_checkpoint")
        .values({ seq, envelope: JSON.stringify(envelope) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async readLastCheckpoint() {
      const row = await db
        .selectFrom("audit_checkpoint")
        .selectAll()
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toCheckpoint(row);
    },
  };
}

/** All entries, oldest first, as they stand: whether they fit is for `verifyChain` to say. */
export async function* readAuditEntries(db: Kysely<Schema>): AsyncGenerator<ChainedAuditEntry> {
  for await (const { entry, hash } of readRows(db, Number.MIN_SAFE_INTEGER)) {
    yield { entry: JSON.parse(entry) as ChainedAuditEntry["entry"], hash }; // written by appendEntry alone
  }
}

/** All checkpoints, oldest first, each with the hash that the log has there; `null` where it has none. */
export async function readCheckpoints(
  db: Kysely<Schema>,
): Promise<readonly (SignedCheckpoint & { readonly hash: string | null })[]> {
  const start = await readAuditStart(db);
  const rows = await db
    .selectFrom("audit_checkpoint")
    .leftJoin("audit", "audit.seq", "audit_checkpoint.seq")
    .select(["audit_checkpoint.seq as seq", "audit_checkpoint.envelope as envelope", "audit.hash as hash"])
    .orderBy("audit_checkpoint.seq")
    .execute();
  return rows.map((row) => ({ ...toCheckpoint(row), hash: row.seq === start?.seq ? start.hash : row.hash }));
}

/** The last of the entries that were removed; `null` while all are there. */
export async function readAuditStart(db: Kysely<Schema>): Promise<AuditPoint | null> {
  const row = await db.selectFrom("audit_start").select(["seq", "hash"]).executeTakeFirst();
  return row ?? null;
}

/** Adds an entry, within a transaction. Its first statement writes, so that two processes wait for each other. */
export async function appendEntry(transaction: Kysely<Schema>, entry: AuditEntry): Promise<AuditPoint> {
  const head = await transaction
    .insertInto("audit_head")
    .values({ id: 1, entries: 0, hash: beforeTheFirst.hash })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ id: 1 }))
    .returningAll()
    .executeTakeFirstOrThrow();
  const seq = head.entries + 1;
  const { at, kind, repository, details } = entry;
  const text = writeCanonicalJson({ seq, previous: head.hash, at, kind, repository, details });
  const hash = sha256Hex(text);
  await transaction.insertInto("audit").values({ seq, entry: text, hash }).execute();
  await transaction.updateTable("audit_head").set({ entries: seq, hash }).execute();
  return { seq, hash };
}

async function verifyChain(
  db: Kysely<Schema>,
  after: AuditPoint | undefined,
): Promise<{ entries: number; broken: number | null }> {
  let { seq, hash: previous } = after ?? (await readAuditStart(db)) ?? beforeTheFirst;
  let entries = 0;
  for await (const row of readRows(db, after?.seq ?? Number.MIN_SAFE_INTEGER)) {
    seq += 1;
    entries += 1;
    if (!fits(row, seq, previous)) return { entries: await countEntries(db), broken: seq };
    previous = row.hash;
  }
  const head = await db.selectFrom("audit_head").selectAll().executeTakeFirst();
  const isWhole = seq === (head?.entries ?? 0) && previous === (head?.hash ?? beforeTheFirst.hash);
  return { entries, broken: isWhole ? null : seq + 1 };
}

function fits(row: AuditRow, seq: number, previous: string): boolean {
  if (row.seq !== seq || sha256Hex(row.entry) !== row.hash) return false;
  try {
    return row.entry === writeCanonicalJson({ ...JSON.parse(row.entry), seq, previous });
  } catch {
    return false; // a forger's text that is no JSON
  }
}

interface AuditRow {
  readonly seq: number;
  readonly entry: string;
  readonly hash: string;
}

async function* readRows(db: Kysely<Schema>, from: number): AsyncGenerator<AuditRow> {
  for (let after = from; ; ) {
    const page = await db
      .selectFrom("audit")
      .selectAll()
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(pageSize)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

async function countEntries(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom("audit")
    .select((count) => count.fn.countAll<number>().as("entries"))
    .executeTakeFirstOrThrow();
  return row.entries;
}

function toCheckpoint({ seq, envelope }: { readonly seq: number; readonly envelope: string }): SignedCheckpoint {
  return { seq, envelope: JSON.parse(envelope) as Envelope }; // written by recordCheckpoint alone
}
