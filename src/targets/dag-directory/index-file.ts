import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { SlotRelease } from "./state-file.ts";
import { addEntry, emptyIndex, type TreeIndex } from "./tree-index.ts";

const row = z.tuple([
  z.string(), // path
  z.string(), // mode
  z.string(), // oid
  z.string().nullable(), // link
  z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(), // ino, size, mtimeMs, ctimeMs
]);
const shape = z.object({ version: z.literal(1), slot: z.string(), tree: z.string(), files: z.array(row) });

/** How the live slot looked when it was last looked at; `null` when that is unknown: then everything in it is read anew. */
export function readIndex(file: string, live: SlotRelease): TreeIndex | null {
  const parsed = shape.safeParse(readJson(file));
  if (!parsed.success || parsed.data.slot !== live.slot || parsed.data.tree !== live.tree) return null;
  const index = emptyIndex();
  for (const [path, mode, oid, link, stat] of parsed.data.files) {
    const [ino = 0, size = 0, mtimeMs = 0, ctimeMs = 0] = stat ?? [];
    addEntry(index, path, { mode, oid, link, stat: stat === null ? null : { ino, size, mtimeMs, ctimeMs } });
  }
  return index;
}

/** Not synced: without it, or with half of it, the next start only reads more. */
export function writeIndex(file: string, live: SlotRelease, index: TreeIndex): void {
  const files = Array.from(index.files, ([path, { mode, oid, link, stat }]) => [
    path,
    mode,
    oid,
    link,
    stat === null ? null : [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs],
  ]);
  writeFileSync(`${file}.new`, JSON.stringify({ version: 1, slot: live.slot, tree: live.tree, files }));
  renameSync(`${file}.new`, file);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
