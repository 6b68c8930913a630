import { spawnSync } from "node:child_process";
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

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
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes everything on the volume durable at once (`syncfs`): for many files far quicker than one by one. False: not possible here. */
export function syncVolume(path: string): boolean {
  return spawnSync("sync", ["--file-system", path], { stdio: "ignore" }).status === 0;
}
