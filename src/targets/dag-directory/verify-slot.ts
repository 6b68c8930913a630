import { chmodSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { hashFile, modeOf, toStat } from "./slot-files.ts";
import type { Twin } from "./twin-slot.ts";
import { walkSlot } from "./walk-slot.ts";

export interface SlotDamage {
  /** Files that are missing or not as they should be. */
  readonly damaged: readonly string[];
  /** Names that do not belong there. */
  readonly extra: readonly string[];
}

/** Python writes these beside the sources it reads; they are removed without a word. */
const byproduct = /(^|\/)__pycache__$/;

export function isByproduct(path: string): boolean {
  return byproduct.test(path);
}

/** Compares a slot with its index. Where only the times of a file moved and its content is right, the index is brought up to date. */
export async function findDamage({ directory, index }: Twin): Promise<SlotDamage> {
  const sound = new Set<string>();
  const extra: string[] = [];
  if ((lstatSync(directory).mode & 0o7777) !== 0o755) chmodSync(directory, 0o755);

  await walkSlot(directory, (path, dirent) => {
    const place = join(directory, path);
    if (dirent.isDirectory() && index.directories.has(path)) {
      if ((lstatSync(place).mode & 0o7777) !== 0o755) chmodSync(place, 0o755);
      return true;
    }
    if (!index.files.has(path)) {
      extra.push(path);
      return false;
    }
    if (isSound(place, path, index)) sound.add(path);
    return dirent.isDirectory(); // an empty submodule: whatever is in it is extra
  });
  const damaged = sound.size === index.files.size ? [] : [...index.files.keys()].filter((path) => !sound.has(path));
  return { damaged, extra };
}

function isSound(place: string, path: string, index: Twin["index"]): boolean {
  const entry = index.files.get(path);
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (entry === undefined || stats === undefined || modeOf(stats) !== entry.mode) return false;
  if (entry.mode === "160000") return true;
  const { stat } = entry;
  const isAsRecorded =
    stat !== null &&
    stats.ino === stat.ino &&
    stats.size === stat.size &&
    stats.mtimeMs === stat.mtimeMs &&
    stats.ctimeMs === stat.ctimeMs;
  if (isAsRecorded) return true;
  if (hashFile(place, entry.mode) !== entry.oid) return false;
  entry.stat = toStat(stats);
  return true;
}
