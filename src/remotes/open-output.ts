import { constants, type FileHandle, lstat, open, realpath } from "node:fs/promises";
import { join } from "node:path";

export type OpenedOutput = { readonly file: FileHandle } | { readonly objection: string };

/**
 * Opens a file that a run left in its output directory (a real path). Only a regular file that has this one name and stands
 * inside the directory is opened: neither links nor pipes nor devices. Throws what else the file system says.
 */
export async function openOutput(directory: string, path: string): Promise<OpenedOutput> {
  const full = join(directory, path);
  let file: FileHandle;
  try {
    if ((await realpath(full)) !== full) return { objection: "is a link, or stands below one" };
    file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return { objection: "was declared, and the run did not leave it" };
    if (code === "ELOOP" || code === "ENXIO") return { objection: "is no regular file" };
    throw error;
  }
  const objection = await objectToFile(file, full);
  if (objection === null) return { file };
  await file.close();
  return { objection };
}

/** Looks at what was opened, and once more at its name, so that nothing swapped in between goes unseen. */
async function objectToFile(file: FileHandle, full: string): Promise<string | null> {
  const opened = await file.stat();
  if (!opened.isFile()) return "is no regular file";
  if (opened.nlink !== 1) return "has another name as well (a hard link)";
  const named = await lstat(full);
  const isSame = named.ino === opened.ino && named.dev === opened.dev && (await realpath(full)) === full;
  return isSame ? null : "changed while it was opened";
}
