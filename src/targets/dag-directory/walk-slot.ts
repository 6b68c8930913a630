import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

/** How many names are looked at before other work of the process gets its turn. */
const batch = 500;

/**
 * Visits everything in a slot, directories before what is in them. `visit` answers whether to go into a directory.
 * A slot that is not there has nothing in it.
 */
export async function walkSlot(slot: string, visit: (path: string, entry: Dirent) => boolean): Promise<void> {
  const waiting = [""];
  let seen = 0;
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    for (const entry of readEntries(join(slot, directory))) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (visit(path, entry) && entry.isDirectory()) waiting.push(path);
      seen += 1;
      if (seen % batch === 0) await nextTurn();
    }
  }
}

/** Calls `act` for each item, leaving other work its turns. */
export async function forEachInTurns<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    act(item);
    done += 1;
    if (done % batch === 0) await nextTurn();
  }
}

function readEntries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  }
}
