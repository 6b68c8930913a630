import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, link, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StorageError } from "../domain/errors.ts";
import type { ObjectStorage } from "../ports/object-storage.ts";
import { requireSafeKey } from "./safe-key.ts";

const partialDirectory = ".countersign-partial";

/** A DVC remote in a directory (absolute path). It must exist, so that a volume that was not mounted is noticed. */
export function openDirectoryStorage(root: string): ObjectStorage {
  const pathOf = (key: string): string => join(root, requireSafeKey(root, key));
  const guarded = <T>(key: string, work: () => Promise<T>): Promise<T> =>
    withClearErrors(root, key, async () => {
      await access(root, constants.R_OK | constants.X_OK);
      return work();
    });

  return {
    location: root,
    has: (key) => guarded(key, () => isFile(pathOf(key))),
    read: (key) => guarded(key, () => readFile(pathOf(key))),
    write: (key, body, size) => guarded(key, () => writeFile(root, pathOf(key), body, size)),
    list: (prefix) => guarded(prefix, () => listKeys(root, prefix)),
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function readFile(path: string): Promise<Readable> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  return file.createReadStream();
}

/** Written beside, synced, then linked to its place: it is whole there, or not there. */
async function writeFile(root: string, path: string, body: Readable, size: number): Promise<void> {
  if (await isFile(path)) return void body.destroy();
  const partial = join(root, partialDirectory, randomUUID());
  await mkdir(dirname(partial), { recursive: true });
  try {
    const file = await open(partial, "wx", 0o644);
    await pipeline(body, file.createWriteStream({ flush: true }));
    const written = (await lstat(partial)).size;
    if (written !== size) throw new Error(`${written} bytes came, and ${size} were announced`);
    await placeFile(root, partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

async function placeFile(root: string, partial: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await link(partial, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (!isWithoutLinks(error)) throw error;
    await rename(partial, path); // a volume without hard links: two writers write the same bytes, as the name is their digest
  }
  for (let directory = dirname(path); directory.startsWith(root); directory = dirname(directory))
    await syncDirectory(directory);
}

function isWithoutLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP"].includes(codeOf(error));
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function listKeys(root: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((key) => key.startsWith(prefix) && !key.startsWith(`${partialDirectory}/`))
    .sort();
}

async function withClearErrors<T>(root: string, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    const retryable = codeOf(cause) !== "ELOOP";
    throw new StorageError(
      `The storage ${root} cannot be used (${key}): ${describe(root, cause)}`,
      { location: root, retryable },
      { cause },
    );
  }
}

function describe(root: string, cause: unknown): string {
  const path = cause instanceof Error && "path" in cause ? String(cause.path) : root;
  const code = codeOf(cause);
  if (code === "ENOENT")
    return path === root
      ? "it is not there. Create the directory, or mount the volume that holds it."
      : `there is no object at ${path}. Was it removed from the storage?`;
  if (code === "EACCES" || code === "EROFS")
    return `this user may not use ${path}. Give the service's user access to it.`;
  if (code === "ENOSPC" || code === "EDQUOT") return "its disk is full. Make room; it is tried again.";
  return cause instanceof Error ? cause.message : String(cause);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
