import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { AuditEntry, AuditStore } from "../ports/store.ts";
import { writeCanonicalJson } from "./canonical-json.ts";
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

const beforeTheFirst = "0".repeat(64);
const pageSize = 1000;

export function createAuditStore(db: Kysely<Schema>): AuditStore {
  return {
    append: (entry) => appendEntry(db, entry),
    verifyChain: () => db.transaction().execute(verifyChain),
  };
}

/** All entries, oldest first, as they stand: whether they fit is for `verifyChain` to say. */
export async function* readAuditEntries(db: Kysely<Schema>): AsyncGenerator<ChainedAuditEntry> {
  for await (const { entry, hash } of readRows(db)) {
    yield { entry: JSON.parse(entry) as ChainedAuditEntry["entry"], hash }; // written by appendEntry alone
  }
}

async function appendEntry(db: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const head = await transaction.selectFrom("audit_head").selectAll().executeTakeFirst();
    const seq = (head?.entries ?? 0) + 1;
    const { at, kind, repository, details } = entry;
    const text = writeCanonicalJson({ seq, previous: head?.hash ?? beforeTheFirst, at, kind, repository, details });
    const hash = sha256(text);
    await transaction.insertInto("audit").values({ seq, entry: text, hash }).execute();
    await transaction
      .insertInto("audit_head")
      .values({ id: 1, entries: seq, hash })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ entries: seq, hash }))
      .execute();
  });
}

async function verifyChain(db: Kysely<Schema>): Promise<{ entries: number; broken: number | null }> {
  let previous = beforeTheFirst;
  let entries = 0;
  for await (const row of readRows(db)) {
    entries += 1;
    if (!fits(row, entries, previous)) return { entries: await countEntries(db), broken: entries };
    previous = row.hash;
  }
  const head = await db.selectFrom("audit_head").selectAll().executeTakeFirst();
  const isWhole = entries === (head?.entries ?? 0) && previous === (head?.hash ?? beforeTheFirst);
  return { entries, broken: isWhole ? null : entries + 1 };
}

function fits(row: AuditRow, seq: number, previous: string): boolean {
  if (row.seq !== seq || sha256(row.entry) !== row.hash) return false;
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

async function* readRows(db: Kysely<Schema>): AsyncGenerator<AuditRow> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
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

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
