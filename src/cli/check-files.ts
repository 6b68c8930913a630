import { lstat, open, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import { mayEndZip, zipEndBytes } from "../formats/zip-directory.ts";
import { type LocalRepository, listFiles } from "./check-git.ts";

/** Where the paths of a check begin: the top of the repository, or what was given. Paths are relative to it, with `/`. */
export interface CheckPlace {
  readonly root: string;
  readonly repository: LocalRepository | null;
}

/** One path that the user gave. */
export interface GivenPath {
  readonly absolute: string;
  readonly isDirectory: boolean;
}

/** Directories that hold no source of the repository, skipped where git does not tell. */
const skipped = new Set([
  ".git",
  ".hg",
  "node_modules",
  "__pycache__",
  ".venv",
  "venv",
  ".tox",
  ".mypy_cache",
  ".ruff_cache",
]);

/** Looks up what the user gave. Throws `ConfigError` for a path that is not there. */
export async function readGivenPaths(paths: readonly string[], cwd: string): Promise<readonly GivenPath[]> {
  const given: GivenPath[] = [];
  for (const path of paths.length === 0 ? ["."] : paths) {
    const absolute = resolve(cwd, path);
    const stats = await lstat(absolute).catch((cause: unknown) => {
      throw ["ENOENT", "ENOTDIR"].includes(codeOf(cause))
        ? new ConfigError("PATH", `There is no \`${path}\`. Give a file or a directory that is there.`, { cause })
        : cause;
    });
    given.push({ absolute, isDirectory: stats.isDirectory() });
  }
  return given;
}

/** The top of the repository, if it holds all that was given; else the nearest directory that does. */
export function findRoot(given: readonly GivenPath[], repository: LocalRepository | null, cwd: string): string {
  const directories = given.map(({ absolute, isDirectory }) => (isDirectory ? absolute : dirname(absolute)));
  const holdsAll = (root: string): boolean => directories.every((directory) => isInside(directory, root));
  if (repository !== null && holdsAll(repository.top)) return repository.top;
  const onlyDirectory = given.length === 1 && given[0]?.isDirectory === true ? given[0].absolute : null;
  if (onlyDirectory !== null) return onlyDirectory;
  let root = holdsAll(cwd) ? cwd : (directories[0] ?? cwd);
  while (!holdsAll(root)) root = dirname(root);
  return root;
}

/** All files below what was given, relative to the root, sorted: as git sees them in a repository, else by a walk. */
export async function listGivenFiles(given: readonly GivenPath[], place: CheckPlace): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { absolute, isDirectory } of given) {
    const path = toRelative(absolute, place.root);
    if (!isDirectory) found.add(path);
    else if (place.repository !== null) for (const file of await listFiles(place.repository, path)) found.add(file);
    else for (const file of await walk(absolute)) found.add(toRelative(file, place.root));
  }
  return [...found].sort();
}

async function walk(directory: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return isMisread(directory) ? "unreadable" : [];
    if (codeOf(error) === "ENAMETOOLONG") return "unreadable";
    throw error;
  });
  if (entries === "unreadable") return [directory]; // `readContent` tells of it
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) for (const below of await walk(path)) found.push(below);
    } else found.push(path);
  }
  return found;
}

/** `isOpaque`: it is a link, a submodule or a folder that cannot be opened, and anything could be below it. */
export type FileContent =
  | { readonly content: Uint8Array }
  | { readonly unread: string; readonly isOpaque?: true }
  /** Not a file of the tree: a submodule, or a file that is in git's index and no longer there. */
  | { readonly absent: true };

/** Reads one file, without following a link. Never throws. */
export async function readContent(root: string, path: string, maxBytes: number): Promise<FileContent> {
  const absolute = join(root, path);
  try {
    const stats = await lstat(absolute);
    if (stats.isSymbolicLink()) {
      return { unread: "it is a symbolic link; put the file itself there", isOpaque: true };
    }
    if (stats.isDirectory()) return { absent: true };
    if (!stats.isFile()) return { unread: "it is not a regular file" };
    if (stats.size > maxBytes) {
      return {
        unread: `it has ${(stats.size / 1024 / 1024).toFixed(1)} MB; at most ${maxBytes / 1024 / 1024} MB are read`,
      };
    }
    return { content: await readFile(absolute) };
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENAMETOOLONG") return { unread: "its path is too long for this machine; shorten it", isOpaque: true };
    if (code === "ENOENT" && isMisread(path)) return { unread: "its name is not UTF-8; rename it", isOpaque: true };
    return code === "ENOENT" ? { absent: true } : { unread: `it could not be read (${code})` };
  }
}

/** Whether a file could be an archive by its end, also one that is too large to be read; one that cannot be opened could be. */
export async function mayBeArchive(root: string, path: string): Promise<boolean> {
  const absolute = join(root, path);
  const stats = await lstat(absolute).catch(() => null);
  if (stats === null || !stats.isFile()) return false;
  const file = await open(absolute).catch(() => null);
  if (file === null) return true;
  try {
    const length = Math.min(stats.size, zipEndBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, stats.size - length);
    return bytesRead < length || mayEndZip(buffer);
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

/** Bytes of a name that are not UTF-8 come as this character, by which nobody can open the file. */
function isMisread(path: string): boolean {
  return path.includes("\uFFFD");
}

export function toRelative(absolute: string, root: string): string {
  return relative(root, absolute).split(sep).join("/");
}

/** What an explicitly given file is taken for, where the kinds have no name for it. */
export function guessKind(path: string): string {
  if (path.endsWith(".py")) return "dag";
  if (path.endsWith(".dvc") || basename(path) === "dvc.lock") return "result";
  return "other";
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
