import { link, lstat, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { RunPaths } from "./inbox-paths.ts";

/** Whether the run was ever put into the inbox. A request that is taken is in both places or in the second: so look in this order. */
export async function isLaunched(paths: RunPaths): Promise<boolean> {
  return (await exists(paths.request)) || (await exists(paths.directory));
}

/** Makes the request appear, whole and on the disk, at its place. Never overwrites: answers false when one is there. */
export async function writeRequest(paths: RunPaths, text: string): Promise<boolean> {
  await mkdir(dirname(paths.partial), { recursive: true });
  await writeSynced(paths.partial, text);
  try {
    await link(paths.partial, paths.request);
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(paths.partial, { force: true });
  }
  await syncDirectory(dirname(paths.request));
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
