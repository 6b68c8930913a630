import { DatabaseSync } from "node:sqlite";
import { DeployError } from "../../domain/errors.ts";

export interface HeldLock {
  release(): void;
}

/**
 * Holds a namespace against every other process, until `release` or the end of the process, however it ends: SQLite's exclusive
 * lock is the kernel's (fcntl), which Node does not offer by itself. Throws `DeployError` with code `busy`.
 */
export function holdLock(file: string, target: string): HeldLock {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    const isLocked = cause instanceof Error && "errcode" in cause && cause.errcode === sqliteBusy;
    throw new DeployError(
      isLocked ? "busy" : "disk",
      isLocked
        ? `Another process deploys to ${target}. Stop it, or wait until it is done.`
        : `Cannot lock ${file}: ${cause instanceof Error ? cause.message : String(cause)}. Check the disk and its permissions.`,
      { target, step: "lock", retryable: true },
      { cause },
    );
  }
  return { release: () => database.close() };
}

const sqliteBusy = 5; // https://sqlite.org/rescode.html#busy
