import { Kysely } from "kysely";
import type { Logger } from "pino";
import type { Store } from "../ports/store.ts";
import { createAnswerStore } from "./answers.ts";
import { createAttestationStore } from "./attestations.ts";
import { createAuditStore } from "./audit.ts";
import { createDecisionStore } from "./decisions.ts";
import { createInboxStore } from "./inbox.ts";
import { createMentionStore } from "./mentions.ts";
import { createLookStore } from "./merged-looks.ts";
import { createNodeDagStore } from "./node-dags.ts";
import { createNodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { createObservationStore } from "./observations.ts";
import { openDatabase } from "./open-database.ts";
import { createOrganisationPolicyStore } from "./organisation-policies.ts";
import { createPublicationStore } from "./publications.ts";
import { createQueueStore } from "./queue.ts";
import { createRecallStore } from "./recalls.ts";
import { createReleaseStore } from "./releases.ts";
import { createRunStore } from "./runs.ts";
import type { Schema } from "./schema.ts";

/**
 * Opens the embedded store: SQLite in a directory of its own, or in memory (`:memory:`). One process at a time may have a
 * directory. Throws a `ConfigError` when it cannot be used.
 */
export async function openStore(options: { readonly directory: string; readonly log: Logger }): Promise<Store> {
  const { database, release } = openDatabase(options.directory);
  const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect(database) });
  const store: Store = {
    ...createInboxStore(db),
    ...createQueueStore(db),
    ...createLookStore(db),
    ...createObservationStore(db),
    ...createReleaseStore(db),
    ...createRecallStore(db),
    ...createMentionStore(db),
    ...createRunStore(db),
    ...createPublicationStore(db),
    ...createAuditStore(db),
    ...createDecisionStore(db),
    ...createAnswerStore(db),
    ...createOrganisationPolicyStore(db),
    ...createAttestationStore(db),
    ...createNodeDagStore(db),
    probe: () => probe(db),
    async close() {
      await db.destroy();
      release();
    },
  };
  await store.probe();
  options.log.info({ directory: options.directory }, "store opened");
  return store;
}

/** A real write, as a full or read-only disk is found by nothing else. */
async function probe(db: Kysely<Schema>): Promise<void> {
  await db
    .insertInto("probe")
    .values({ id: 1, count: 1 })
    .onConflict((conflict) => conflict.column("id").doUpdateSet((is) => ({ count: is("probe.count", "+", 1) })))
    .execute();
}
