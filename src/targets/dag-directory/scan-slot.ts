import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { hashFile, modeOf, toStat } from "./slot-files.ts";
import { addEntry, emptyIndex, type TreeIndex } from "./tree-index.ts";
import { walkSlot } from "./walk-slot.ts";

/** What really is in a slot whose record was lost; every file is read. What git cannot keep gets an id that nothing has. */
export async function scanSlot(slot: string): Promise<TreeIndex> {
  const index = emptyIndex();
  await walkSlot(slot, (path, dirent) => {
    if (dirent.isDirectory()) return true;
    const place = join(slot, path);
    const stats = lstatSync(place);
    const mode = modeOf(stats);
    const link = mode === "120000" ? readlinkSync(place) : null;
    const oid = mode === null ? "" : hashFile(place, mode);
    addEntry(index, path, { mode: mode ?? "000000", oid, link, stat: toStat(stats) });
    return false;
  });
  return index;
}
