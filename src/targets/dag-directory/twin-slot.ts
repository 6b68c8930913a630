import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileNameOf } from "../../formats/relative-path.ts";
import { syncTouched } from "./durable.ts";
import { makeDirectories, removeName, toStat } from "./slot-files.ts";
import { addEntry, ancestorsOf, copyIndex, type IndexEntry, type TreeIndex } from "./tree-index.ts";
import { forEachInTurns, walkSlot } from "./walk-slot.ts";

/** A slot with the same content as the live one: the same inodes wherever the file system can link. */
export interface Twin {
  readonly directory: string;
  readonly index: TreeIndex;
}

/**
 * Makes a slot (new, or one that nobody reads any more) a twin of the live one. Nothing in it is written to: names are linked
 * or removed, so files that it shares with others stay as they are. When it returns, all of it is on the disk.
 */
export async function makeTwin(live: Twin, directory: string): Promise<Twin> {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755);
  const there = new Set<string>();
  const touched = new Set<string>([""]);
  await walkSlot(directory, (path, dirent) => {
    const place = join(directory, path);
    if (dirent.isDirectory() && live.index.directories.has(path)) {
      chmodSync(place, 0o755);
      return true;
    }
    const entry = live.index.files.get(path);
    if (entry !== undefined && isSame(place, entry)) there.add(path);
    else removeName(dirname(place), fileNameOf(path));
    return false;
  });

  const index = copyIndex(live.index);
  let copies = 0;
  await forEachInTurns(live.index.files, ([path, entry]) => {
    if (there.has(path)) return;
    makeDirectories(directory, path);
    for (const above of ancestorsOf(path)) touched.add(above);
    const copied = linkOrCopy(join(live.directory, path), join(directory, path), entry);
    if (copied === null) return;
    addEntry(index, path, copied);
    copies += 1;
  });
  await syncTouched(directory, touched, copies > 0);
  return { directory, index };
}

function isSame(place: string, entry: IndexEntry): boolean {
  const stats = lstatSync(place);
  if (entry.mode === "160000") return stats.isDirectory();
  return stats.ino === entry.stat?.ino;
}

/** `null` when linked; the new entry when it had to be copied. */
function linkOrCopy(from: string, to: string, entry: IndexEntry): IndexEntry | null {
  if (entry.mode === "160000") {
    mkdirSync(to);
    chmodSync(to, 0o755);
    return null;
  }
  try {
    withFreshCtime(from, entry, () => linkSync(from, to));
    return null;
  } catch (error) {
    if (!isLinkRefused(error)) throw error;
  }
  const stats = lstatSync(from);
  if (entry.mode === "120000") {
    symlinkSync(readlinkSync(from, { encoding: "buffer" }), to);
  } else {
    copyFileSync(from, to);
    chmodSync(to, entry.mode === "100755" ? 0o755 : 0o644);
    utimesSync(to, stats.atimeMs / 1000, stats.mtimeMs / 1000);
  }
  return { ...entry, stat: toStat(lstatSync(to)) };
}

/** Links and unlinks move the inode's ctime. Where it was as recorded before, it is recorded anew, so that no change of others hides. */
function withFreshCtime(path: string, entry: IndexEntry, act: () => void): void {
  const before = lstatSync(path);
  act();
  if (entry.stat === null || before.ctimeMs !== entry.stat.ctimeMs) return;
  entry.stat = { ...entry.stat, ctimeMs: lstatSync(path).ctimeMs };
}

/** Too many links to one file, or a file system without hard links. */
function isLinkRefused(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["EMLINK", "EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(String(error.code))
  );
}

/** Removes a slot that nobody reads any more. */
export async function removeSlot(directory: string, live: Twin | null): Promise<void> {
  const shared: [string, IndexEntry][] = [];
  if (live !== null && existsSync(directory)) {
    await walkSlot(directory, (path, dirent) => {
      const entry = live.index.files.get(path);
      if (!dirent.isDirectory() && entry !== undefined && isSame(join(directory, path), entry))
        shared.push([path, entry]);
      return true;
    });
    await forEachInTurns(shared, ([path, entry]) => {
      if (existsSync(join(live.directory, path))) {
        withFreshCtime(join(live.directory, path), entry, () => rmSync(join(directory, path)));
      }
    });
  }
  rmSync(directory, { recursive: true, force: true });
}
