import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ancestorsOf, type EntryStat } from "./tree-index.ts";

export interface NewFile {
  readonly mode: string;
  readonly content: Buffer;
  /** The new file is younger than this (milliseconds); `null`: it was not there before. */
  readonly youngerThan: number | null;
  readonly durable: boolean;
}

/** Puts a file, link or empty directory into a slot by one rename, so that whoever shares the old inode keeps it as it was. */
export function placeFile(staging: string, slot: string, path: string, file: NewFile): EntryStat {
  const destination = join(slot, path);
  makeDirectories(slot, path);
  const existing = lstatSync(destination, { throwIfNoEntry: false });
  if (file.mode === "160000") return placeDirectory(destination, existing);

  const temporary = join(staging, "next");
  rmSync(temporary, { force: true });
  if (file.mode === "120000") placeLink(temporary, file);
  else writeRegular(temporary, file);
  if (existing?.isDirectory() === true) rmSync(destination, { recursive: true });
  renameSync(temporary, destination);
  return toStat(lstatSync(destination));
}

function placeDirectory(destination: string, existing: Stats | undefined): EntryStat {
  if (existing?.isDirectory() !== true) {
    rmSync(destination, { force: true });
    mkdirSync(destination);
  }
  chmodSync(destination, 0o755);
  return toStat(lstatSync(destination));
}

function placeLink(temporary: string, file: NewFile): void {
  symlinkSync(file.content, temporary);
  const { mtimeMs, atime } = lstatSync(temporary);
  const later = laterThan(mtimeMs, file.youngerThan);
  if (later !== null) lutimesSync(temporary, atime, later / 1000);
}

function writeRegular(temporary: string, file: NewFile): void {
  const descriptor = openSync(temporary, "wx", 0o600);
  try {
    writeFileSync(descriptor, file.content);
    fchmodSync(descriptor, file.mode === "100755" ? 0o755 : 0o644);
    const { mtimeMs, atime } = lstatSync(temporary);
    const later = laterThan(mtimeMs, file.youngerThan);
    if (later !== null) futimesSync(descriptor, atime, later / 1000);
    if (file.durable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The clock may have been set back, and its ticks are coarse: a changed file is always at least a millisecond younger. */
function laterThan(mtimeMs: number, youngerThan: number | null): number | null {
  return youngerThan === null || mtimeMs > youngerThan ? null : Math.floor(youngerThan) + 1;
}

/** Makes the directories above a path, 0755 whatever the umask. */
export function makeDirectories(slot: string, path: string): void {
  const missing = ancestorsOf(path);
  const done = missing.findIndex(
    (one) => lstatSync(join(slot, one), { throwIfNoEntry: false })?.isDirectory() === true,
  );
  for (const directory of (done === -1 ? missing : missing.slice(0, done)).toReversed()) {
    rmSync(join(slot, directory), { force: true }); // a file or link that stands in the way
    mkdirSync(join(slot, directory));
    chmodSync(join(slot, directory), 0o755);
  }
}

export function toStat(stats: Stats): EntryStat {
  return { ino: stats.ino, size: stats.size, mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs };
}

/** The git mode that a file on disk would have; `null` for anything that git does not keep, or with odd permissions. */
export function modeOf(stats: Stats): string | null {
  if (stats.isSymbolicLink()) return "120000";
  if (stats.isDirectory()) return "160000";
  if (!stats.isFile()) return null;
  const permissions = stats.mode & 0o7777;
  if (permissions === 0o644) return "100644";
  return permissions === 0o755 ? "100755" : null;
}

/** Git's id of what is on disk. */
export function hashFile(path: string, mode: string): string {
  return hashBlob(mode === "120000" ? readlinkSync(path, { encoding: "buffer" }) : readFileSync(path));
}

export function hashBlob(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** Removes one name from a directory, also one that is not UTF-8 (as Node shows it, with U+FFFD). */
export function removeName(directory: string, name: string): void {
  if (!name.includes("\ufffd")) {
    rmSync(join(directory, name), { recursive: true, force: true });
    return;
  }
  for (const raw of readdirSync(directory, { encoding: "buffer" })) {
    if (raw.toString("utf8") !== name) continue;
    rmSync(Buffer.concat([Buffer.from(`${directory}/`), raw]), { recursive: true, force: true });
  }
}
