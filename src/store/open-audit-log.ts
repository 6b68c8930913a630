import { Kysely } from "kysely";
import type { AuditStore } from "../ports/store.ts";
import { type ChainedAuditEntry, createAuditStore, readAuditEntries } from "./audit.ts";
import { createNodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { openDatabaseForReading } from "./open-database.ts";
import type { Schema } from "./schema.ts";

export interface AuditLog extends Pick<AuditStore, "verifyChain"> {
  /** Oldest first. */
  readEntries(): AsyncGenerator<ChainedAuditEntry>;
  close(): void;
}

/** Opens the audit log of a state directory for reading, also while the service runs. Throws a `ConfigError`. */
export function openAuditLog(directory: string): AuditLog {
  const database = openDatabaseForReading(directory);
  const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect(database) });
  return {
    verifyChain: createAuditStore(db).verifyChain,
    readEntries: () => readAuditEntries(db),
    close: () => database.close(),
  };
}
