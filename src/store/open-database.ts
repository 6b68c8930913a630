import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConfigError } from "../domain/errors.ts";
import { migrations } from "./migrations.ts";

export interface OpenDatabase {
  readonly database: DatabaseSync;
  /** Lets another process have the directory. */
  release(): void;
}

/**
 * Opens `countersign.db` in a directory (made when missing), brings it to the newest form, and holds the directory until
 * `release` or the end of the process, however it ends. Throws a `ConfigError`.
 */
export function openDatabase(directory: string): OpenDatabase {
  if (directory === ":memory:") return { database: prepare(new DatabaseSync(":memory:"), directory), release() {} };

  makeDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    const database = new DatabaseSync(join(directory, "countersign.db"), { timeout: 5000 });
    return { database: prepare(database, directory), release: () => void (lock.isOpen && lock.close()) };
  } catch (error) {
    lock.close();
    throw unusable(directory, error);
  }
}

/** Opens the database for a few writes beside the service, which waits for them as they wait for it. Throws a `ConfigError`. */
export function openDatabaseBeside(directory: string): DatabaseSync {
  return openCurrent(directory, false);
}

/** Opens the database for reading only, also while the service uses it. Throws a `ConfigError`. */
export function openDatabaseForReading(directory: string): DatabaseSync {
  return openCurrent(directory, true);
}

function openCurrent(directory: string, readOnly: boolean): DatabaseSync {
  try {
    const database = new DatabaseSync(join(directory, "countersign.db"), { readOnly, timeout: 5000 });
    const version = readVersion(database);
    if (version === migrations.length) {
      if (!readOnly) database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
      return database;
    }
    database.close();
    if (version > migrations.length) throw tooNew(directory, version);
    throw new ConfigError(
      directory,
      `The database in ${directory} is of an older Countersign: start the service once.`,
    );
  } catch (error) {
    throw unusable(directory, error);
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(directory, `The state directory ${directory} cannot be made: ${reason}`, { cause });
  }
}

/** The lock is the operating system's, on a file that stays empty: it ends with the process, so nothing is left to clean up. */
function lockDirectory(directory: string): DatabaseSync {
  const path = join(directory, "countersign.lock");
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(path, { timeout: 1000 });
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock?.close();
    if (isBusy(cause))
      throw new ConfigError(
        directory,
        `Another Countersign already uses ${directory}. Stop it first, or give this one a directory of its own.`,
        { cause },
      );
    throw unusable(directory, cause);
  }
}

function prepare(database: DatabaseSync, directory: string): DatabaseSync {
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    migrate(database, directory);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, directory: string): void {
  const version = readVersion(database);
  if (version > migrations.length) throw tooNew(directory, version);
  for (const [done, migration] of migrations.entries()) {
    if (done < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${done + 1}; COMMIT;`);
  }
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version);
}

function tooNew(directory: string, version: number): ConfigError {
  return new ConfigError(
    directory,
    `The database in ${directory} is of a newer Countersign (form ${version}, this one knows ${migrations.length}). Install that version again; going back is not possible.`,
  );
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5; // SQLITE_BUSY
}

function unusable(directory: string, error: unknown): ConfigError {
  if (error instanceof ConfigError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ConfigError(
    directory,
    `The database in ${directory} cannot be used: ${reason}. Check that the directory is there, that this user may write to it, and that its disk is not full.`,
    { cause: error },
  );
}
