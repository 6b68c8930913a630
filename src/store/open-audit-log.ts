import { existsSync } from "node:fs";
import { join } from "node:path";
import { Kysely } from "kysely";
import { ConfigError } from "../domain/errors.ts";
import type { AuditPoint, AuditStore } from "../ports/store.ts";
import {
  type ChainedAuditEntry,
  createAuditStore,
  readAuditEntries,
  readAuditStart,
  readCheckpoints,
} from "./audit.ts";
import { createNodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { openDatabaseForReading } from "./open-database.ts";
import type { Schema } from "./schema.ts";

export interface AuditLog extends Pick<AuditStore, "verifyChain"> {
  /** Oldest first. */
  readEntries(): AsyncGenerator<ChainedAuditEntry>;
  /** The last of the entries that were removed; `null` while all are there. */
  readStart(): Promise<AuditPoint | null>;
  /** Oldest first, each with the hash that the log has there; `null` where it has none. */
  readCheckpoints(): ReturnType<typeof readCheckpoints>;
  close(): void;
}

/** Opens the audit log of a state directory for reading, also while the service runs. Throws a `ConfigError`. */
export function openAuditLog(directory: string): AuditLog {
  if (!existsSync(directory)) {
    throw new ConfigError(directory, `There is no state directory ${directory}, or this user may not look into it.`);
  }
  if (!existsSync(join(directory, "countersign.db"))) {
    throw new ConfigError(
      directory,
      `${directory} has no countersign.db, so no service has begun an audit log there, or this user may not look into it.`,
    );
  }
  const database = openDatabaseForReading(directory);
  const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect(database) });
  return {
    verifyChain: createAuditStore(db).verifyChain,
    readEntries: () => readAuditEntries(db),
    readStart: () => readAuditStart(db),
    readCheckpoints: () => readCheckpoints(db),
    close: () => database.close(),
  };
}
