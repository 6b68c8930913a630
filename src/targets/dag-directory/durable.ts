import { spawn } from "node:child_process";
import { closeSync, fsyncSync, lstatSync, openSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Replaces a file by another content, whole or not at all, also when the power fails. */
export function writeFileDurably(path: string, content: string): void {
  const temporary = `${path}.new`;
  const descriptor = openSync(temporary, "w");
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
  syncDirectory(dirname(path));
}

/** Makes the names in a directory durable. */
export function syncDirectory(path: string): void {
  syncPath(path);
}

function syncPath(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** From so many on, one sync of the whole volume is quicker than one for each. */
export const manySyncs = 64;

/** Makes the names in some directories of a slot durable; with `isAll` also all contents, which were not synced one by one. */
export async function syncTouched(slot: string, touched: ReadonlySet<string>, isAll: boolean): Promise<void> {
  const isMany = isAll || touched.size > manySyncs;
  if (isMany && (await syncVolume(slot))) return;
  const directories = isAll ? everyDirectory(slot) : [...touched].map((directory) => join(slot, directory));
  for (const directory of directories) {
    if (isAll)
      for (const entry of readdirSync(directory, { withFileTypes: true }))
        if (entry.isFile()) syncPath(join(directory, entry.name));
    if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) syncDirectory(directory);
  }
}

function everyDirectory(slot: string): string[] {
  const entries = readdirSync(slot, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [slot, ...entries.map((entry) => join(entry.parentPath, entry.name))];
}

/** Makes everything on the volume durable (`syncfs`). False: there is no such command here. */
function syncVolume(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn("sync", ["--file-system", path], { stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}
