import { type Kysely, sql } from "kysely";
import type { Attestation } from "../domain/attestation.ts";
import type { RepositoryKey } from "../domain/identity.ts";
import type { AttestationStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

export function createAttestationStore(db: Kysely<Schema>): AttestationStore {
  return {
    readAttestation: (...about) => readAttestation(db, ...about),

    recordAttestation: (attestation, entry) =>
      db.transaction().execute(async (transaction) => {
        const { kind, repositoryKey, change, commit, place, at } = attestation;
        const known = await readAttestation(transaction, kind, repositoryKey, commit, place);
        if (known !== null) return known;
        const envelope = JSON.stringify(attestation.envelope);
        await transaction
          .insertInto("attestation")
          .values({ kind, repository: repositoryKey, change, commit_id: commit, place, at, envelope })
          .execute();
        await appendEntry(transaction, entry);
        return attestation;
      }),

    async listAttestations(repository, commit) {
      const rows = await db
        .selectFrom("attestation")
        .selectAll()
        .where("repository", "=", repository)
        .where("commit_id", "=", commit)
        .orderBy("seq")
        .execute();
      return rows.map(toAttestation);
    },

    async readBlobDigests(oids) {
      const wanted = JSON.stringify(oids);
      const rows = await db
        .selectFrom("blob_digest")
        .selectAll()
        .where("oid", "in", sql<string>`(SELECT value FROM json_each(${wanted}))`)
        .execute();
      return new Map(rows.map(({ oid, sha256 }) => [oid, sha256]));
    },

    async recordBlobDigests(digests) {
      if (digests.size === 0) return;
      const rows = JSON.stringify([...digests]);
      await sql`INSERT INTO blob_digest (oid, sha256)
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(${rows}) WHERE true
        ON CONFLICT DO NOTHING`.execute(db);
    },
  };
}

async function readAttestation(
  db: Kysely<Schema>,
  kind: Attestation["kind"],
  repository: RepositoryKey,
  commit: string,
  place: string,
): Promise<Attestation | null> {
  const row = await db
    .selectFrom("attestation")
    .selectAll()
    .where("repository", "=", repository)
    .where("commit_id", "=", commit)
    .where("kind", "=", kind)
    .where("place", "=", place)
    .executeTakeFirst();
  return row === undefined ? null : toAttestation(row);
}

function toAttestation(row: Omit<Schema["attestation"], "seq">): Attestation {
  const { kind, repository, change, commit_id, place, at, envelope } = row;
  return {
    kind: kind as Attestation["kind"], // the table allows no other
    repositoryKey: repository as Attestation["repositoryKey"], // written by this file alone
    change,
    commit: commit_id,
    place,
    envelope: JSON.parse(envelope) as Attestation["envelope"], // written by this file alone
    at,
  };
}
