import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConfigError } from "../domain/errors.ts";

const waitMs = 10_000;

/**
 * Does something that no other process does at the same time, waiting a while for one that does. SQLite's exclusive lock is the
 * kernel's, which ends with the process. Throws `ConfigError` when the other one does not come to an end, or the disk refuses.
 */
export function whileLocked<T>(file: string, act: () => T): T {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = lock(file);
  try {
    return act();
  } finally {
    database.close();
  }
}

function lock(file: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: waitMs });
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch (cause) {
    database?.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `${file} cannot be locked (${why}). If another countersign works on it, wait until it is done; else check the disk and its permissions.`;
    throw new ConfigError(file, message, { cause });
  }
}
