import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileCounts } from "../../domain/release.ts";
import { fileNameOf } from "../../formats/relative-path.ts";
import { listTree } from "../../git/list-tree.ts";
import type { ObjectReader } from "../../git/object-reader.ts";
import { writeFiles } from "./apply-plan.ts";
import { type DagDirectory, liveTwin, type TreeSource } from "./dag-directory.ts";
import { removeName } from "./slot-files.ts";
import { addEntry, emptyIndex, type TreeIndex } from "./tree-index.ts";
import type { Twin } from "./twin-slot.ts";
import { findDamage, isByproduct, type SlotDamage } from "./verify-slot.ts";

/** A large tree takes time to look at: that must not become all that we do, nor be rarer than every twenty seconds. */
const leastMs = 2_000;
const mostMs = 20_000;
const shareOfTime = 20;

export function isVerificationDue({ options, verifiedAt, verifyMs }: DagDirectory): boolean {
  const pause = Math.min(mostMs, Math.max(leastMs, verifyMs * shareOfTime));
  return Math.abs(options.now() - verifiedAt) >= pause;
}

/** Compares the live tree with its record, and puts right what somebody else changed: the next outcome tells. Throws `GitError`. */
export async function verifyLive(directory: DagDirectory, source: TreeSource): Promise<void> {
  const started = performance.now();
  const { live } = directory.state;
  if (live === null) return;
  directory.index ??= await readTreeIndex(source, live.tree);
  const twin = liveTwin(directory);
  if (twin === null) return;

  const damage = await findDamage(twin);
  const counts = await mend(twin, damage, source.objects, directory.layout.staging);
  if (damage.damaged.length > 0) directory.standby = null; // it shares the damaged inodes
  directory.verifiedAt = directory.options.now();
  directory.verifyMs = performance.now() - started;
  if (counts.added + counts.modified + counts.removed > 0) {
    directory.options.log.warn(
      { target: directory.options.name, ...counts },
      "the live tree was changed by others and is mended",
    );
  }
  const { added, modified, removed } = directory.mended;
  directory.mended = {
    added: added + counts.added,
    modified: modified + counts.modified,
    removed: removed + counts.removed,
  };
}

async function mend(twin: Twin, damage: SlotDamage, objects: ObjectReader, staging: string): Promise<FileCounts> {
  const missing = damage.damaged.filter((path) => statOf(twin, path) === null).length;
  const younger = new Map(damage.damaged.map((path) => [path, newestOf(twin, path)]));
  for (const path of damage.extra) {
    removeName(dirname(join(twin.directory, path)), fileNameOf(path));
  }
  const writes = damage.damaged.flatMap((path) => {
    const entry = twin.index.files.get(path);
    return entry === undefined ? [] : [{ path, mode: entry.mode, oid: entry.oid }];
  });
  await writeFiles(twin, writes, objects, { staging, stop: null, younger, durable: true }, () => {});
  const strange = damage.extra.filter((path) => !isByproduct(path)).length;
  return { added: missing, modified: writes.length - missing, removed: strange };
}

function statOf(twin: Twin, path: string) {
  return lstatSync(join(twin.directory, path), { throwIfNoEntry: false }) ?? null;
}

/** Whoever read the damaged file must see that it changed again. */
function newestOf(twin: Twin, path: string): number | null {
  const times = [statOf(twin, path)?.mtimeMs, twin.index.files.get(path)?.stat?.mtimeMs].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** What git says should be in a tree, with nothing known of how it looks on disk. */
async function readTreeIndex({ mirror, objects }: TreeSource, tree: string): Promise<TreeIndex> {
  const index = emptyIndex();
  for (const { path, mode, oid } of await listTree(mirror, tree)) {
    const link = mode === "120000" ? (await objects.read(oid, 4095)).toString("utf8") : null;
    addEntry(index, path, { mode, oid, link, stat: null });
  }
  return index;
}
