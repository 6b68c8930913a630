import { link, lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { RunPaths } from "./inbox-paths.ts";

/**
 * Whether the run was ever put into the inbox, or is never to be. A request that is taken is in both places or in the second:
 * so look in this order.
 */
export async function isLaunched(paths: RunPaths): Promise<boolean> {
  return (await exists(paths.request)) || (await exists(paths.directory)) || (await exists(paths.cancellation));
}

/** Makes the request appear, whole and on the disk, at its place. Never overwrites: answers false when one is there. */
export async function writeRequest(paths: RunPaths, text: string): Promise<boolean> {
  return appear(paths.partial, paths.request, text);
}

/** Makes the cancellation appear in the same way, and takes the request back unless the node was quicker. */
export async function writeCancellation(paths: RunPaths, text: string): Promise<void> {
  await mkdir(dirname(paths.cancellation), { recursive: true });
  await appear(paths.partialCancellation, paths.cancellation, text);
  try {
    await rename(paths.request, paths.partial);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  await syncDirectory(dirname(paths.request));
  await rm(paths.partial, { force: true });
}

async function appear(partial: string, path: string, text: string): Promise<boolean> {
  await mkdir(dirname(partial), { recursive: true });
  await writeSynced(partial, text);
  try {
    await link(partial, path);
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
  await syncDirectory(dirname(path));
  return true;
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
