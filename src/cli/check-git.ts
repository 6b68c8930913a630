import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ConfigError, GitError } from "../domain/errors.ts";
import type { Setting } from "../git/git-environment.ts";
import { openObjectReader } from "../git/object-reader.ts";
import { keepNewLines, type LineRanges } from "../git/patch-lines.ts";
import { readChangedLinesOfWorkTree } from "../git/read-changed-lines.ts";
import { runGit } from "../git/run-git.ts";
import { withoutFilters } from "../git/without-filters.ts";
import type { TreePath } from "../rules/tree-listing.ts";
import { unlessStalled } from "./unless-stalled.ts";

/** A clone on this machine, with its working tree. */
export interface LocalRepository {
  /** Absolute path of the working tree. */
  readonly top: string;
  /** Absolute path of its `.git`. */
  readonly directory: string;
}

/** The repository in whose working tree a path is, or `null`. */
export async function findRepository(path: string): Promise<LocalRepository | null> {
  for (let top = path; ; top = dirname(top)) {
    const dotGit = join(top, ".git");
    const stats = await stat(dotGit).catch(() => null);
    if (stats?.isDirectory()) return { top, directory: dotGit };
    if (stats?.isFile()) {
      const pointer = /^gitdir: (.+)$/m.exec(await readFile(dotGit, "utf8"))?.[1];
      if (pointer !== undefined) return { top, directory: resolve(top, pointer) };
    }
    if (dirname(top) === top) return null;
  }
}

/** Files in git's index, and new ones that `.gitignore` does not name, below a path that is relative to the top. */
export async function listFiles(repository: LocalRepository, below: string): Promise<readonly string[]> {
  const pathspec = below === "" ? [] : ["--", below];
  const flags = ["-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  return splitNul(await git(repository, ["ls-files", ...flags, ...pathspec], "list the files"));
}

/** The same for the whole repository, with git's modes. Sizes are not looked up. */
export async function listTreePaths(repository: LocalRepository): Promise<readonly TreePath[]> {
  const doing = "list the files";
  const cached = splitNul(await git(repository, ["ls-files", "-z", "--cached", "--stage"], doing));
  const fresh = splitNul(await git(repository, ["ls-files", "-z", "--others", "--exclude-standard"], doing));
  const modes = new Map(fresh.map((path) => [path, "100644"]));
  for (const record of cached) modes.set(record.slice(record.indexOf("\t") + 1), record.slice(0, 6));
  return [...modes].map(([path, mode]) => ({ path, mode, size: null }));
}

/** One path that differs, with git's mode after the change; of the removed file when removed. */
export interface LocalChange {
  readonly path: string;
  /** Where a renamed file was; `null` otherwise. */
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed";
  readonly mode: string;
  /** The blob that it was; `null` where it was none. */
  readonly before: string | null;
  /** The new lines; `null`: all. */
  readonly lines: LineRanges | null;
}

/** What differs between the working tree and the point where it left REF. */
export async function readChanges(repository: LocalRepository, ref: string): Promise<readonly LocalChange[]> {
  const base = await findBase(repository, ref);
  const changes: LocalChange[] = [];
  const flags = ["--no-ext-diff", "--no-textconv", "--find-renames", "--no-color", "--no-abbrev"];
  const settings = await withoutFilters(repository.directory);
  const args = ["diff", "-z", "--raw", ...flags, base];
  const records = splitNul(await git(repository, args, `compare with ${ref}`, settings));
  const lines = await unlessStalled(repository, (signal) => readChangedLinesOfWorkTree(repository, base, signal));
  for (let index = 0; index + 1 < records.length; index += 2) {
    const [modeBefore = "", modeAfter = "", oid = "", , letters = ""] = (records[index] ?? "").slice(1).split(" ");
    const status = statuses[letters.slice(0, 1)] ?? "modified";
    const previousPath = status === "renamed" ? (records[index + 1] ?? "") : null;
    if (previousPath !== null) index += 1;
    const path = records[index + 1] ?? "";
    const changed = letters === "M" ? keepNewLines(lines.get(path) ?? null) : null;
    const before = modeBefore.startsWith("100") ? oid : null;
    changes.push({
      path,
      previousPath,
      status,
      mode: status === "removed" ? modeBefore : modeAfter,
      before,
      lines: changed,
    });
  }
  const fresh = await git(repository, ["ls-files", "-z", "--others", "--exclude-standard"], "list new files");
  for (const path of splitNul(fresh))
    changes.push({ path, previousPath: null, status: "added", mode: "100644", before: null, lines: null });
  return changes;
}

const statuses: Readonly<Record<string, LocalChange["status"]>> = { A: "added", D: "removed", R: "renamed" };

/** The contents of blobs, by id; one that is missing or too large is left out. */
export async function readBlobs(
  { directory }: LocalRepository,
  oids: readonly string[],
  maxBytes: number,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (oids.length === 0) return found;
  const objects = openObjectReader({ directory });
  try {
    for (const oid of new Set(oids)) {
      const size = await objects.readSize(oid);
      if (size !== null && size <= maxBytes) found.set(oid, await objects.read(oid, maxBytes));
    }
    return found;
  } finally {
    objects.close();
  }
}

/** The address of the remote `origin`; `null` where there is none. */
export async function readOrigin(repository: LocalRepository): Promise<string | null> {
  try {
    return (await git(repository, ["config", "--get", "remote.origin.url"], "read the address of origin")).trim();
  } catch (cause) {
    if (cause instanceof GitError) return null;
    throw cause;
  }
}

/** The commit where the working tree left REF. Throws `ConfigError`. */
export async function findBase(repository: LocalRepository, ref: string): Promise<string> {
  const missing = `There is no \`${ref}\` in this repository. Fetch it, or give another branch, tag or commit.`;
  if (ref === "" || /^[-^]/.test(ref)) throw new ConfigError("--base", missing);
  try {
    const commit = await git(
      repository,
      ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`],
      "look up the base",
    );
    const merged = await git(repository, ["merge-base", commit.trim(), "HEAD"], "find the merge base").catch(
      (cause: unknown) => {
        if (cause instanceof GitError) return commit;
        throw cause;
      },
    );
    return merged.trim();
  } catch (cause) {
    if (cause instanceof GitError) throw new ConfigError("--base", missing, { cause });
    throw cause;
  }
}

async function git(
  repository: LocalRepository,
  args: readonly string[],
  doing: string,
  settings: readonly Setting[] = [],
): Promise<string> {
  const { stdout } = await unlessStalled(repository, (signal) =>
    runGit(repository.directory, ["-C", repository.top, ...args], {
      doing: `${doing} in ${repository.top}`,
      environment: { GIT_WORK_TREE: repository.top },
      settings,
      signal,
    }),
  );
  return stdout;
}

function splitNul(text: string): readonly string[] {
  return text.split("\0").filter((part) => part !== "");
}
