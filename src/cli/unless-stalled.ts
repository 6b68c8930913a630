import { lstat, opendir, readFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";

/** A work tree, and the `.git` that git reads for it. */
interface Clone {
  readonly top: string;
  readonly directory: string;
}

/** After this long somebody looks why git does not end. Most of its commands take a tenth of it. */
const patienceMs = 1_000;
const mostEntries = 500_000;

/** Folders of a `.git` that no command of a check opens, and which may be large. */
const unopened = ["annex", "hooks", "lfs", "logs", "modules", "worktrees"];
/** What git opens of a work tree's files, whatever stands there. */
const opened = [".gitattributes", ".gitignore"];

/**
 * Runs a git command in a clone. Git opens its files without a look at what they are, and would wait for ever for what comes out of
 * a pipe that stands in the place of one: then the command is ended, and `ConfigError` says where the pipe is.
 */
export async function unlessStalled<T>(clone: Clone, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const [stall, end] = [new AbortController(), new AbortController()];
  const search = async (): Promise<void> => {
    const pipe = await findPipe(clone, end.signal).catch(() => null); // git says itself what it cannot read
    if (pipe !== null) stall.abort(pipe);
  };
  const timer = setTimeout(() => void search(), patienceMs);
  try {
    return await run(stall.signal);
  } catch (cause) {
    if (!stall.signal.aborted) throw cause;
    const pipe = String(stall.signal.reason);
    const message = `git cannot read ${clone.top}: ${relative(clone.top, pipe)} is a pipe, not a file. Remove it, or put the file there.`;
    throw new ConfigError(pipe, message, { cause });
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

async function findPipe({ top, directory }: Clone, end: AbortSignal): Promise<string | null> {
  const inGit = (root: string) => {
    const closed = unopened.map((name) => join(root, name));
    return firstPipe(root, { enters: (path) => !closed.includes(path), isOpened: () => true, end });
  };
  const own = await inGit(directory);
  if (own !== null) return own;
  const shared = await readCommonDirectory(directory);
  const ofAll = shared === null ? null : await inGit(shared);
  if (ofAll !== null) return ofAll;
  return firstPipe(top, {
    enters: (path) => basename(path) !== ".git",
    isOpened: (name) => opened.includes(name),
    end,
  });
}

/** Where a linked work tree has what it shares with the others (https://git-scm.com/docs/gitrepository-layout, `commondir`). */
async function readCommonDirectory(directory: string): Promise<string | null> {
  const path = join(directory, "commondir");
  if ((await lstat(path).catch(() => null))?.isFile() !== true) return null;
  return resolve(directory, (await readFile(path, "utf8")).trim());
}

interface Search {
  readonly enters: (folder: string) => boolean;
  readonly isOpened: (name: string) => boolean;
  readonly end: AbortSignal;
}

async function firstPipe(root: string, { enters, isOpened, end }: Search): Promise<string | null> {
  let left = mostEntries;
  const folders = [root];
  for (const folder of folders) {
    for await (const entry of await opendir(folder)) {
      if (end.aborted || left === 0) return null;
      left -= 1;
      const path = join(folder, entry.name);
      if (entry.isFIFO() && isOpened(entry.name)) return path;
      if (entry.isDirectory() && enters(path)) folders.push(path);
    }
  }
  return null;
}
