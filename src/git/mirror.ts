import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runGit } from "./run-git.ts";

/** A bare repository of ours, in which remote repositories are read. Its objects come and go with `fetchRefs`. */
export interface Mirror {
  /** Absolute path. */
  readonly directory: string;
}

/** Opens the bare repository, and makes it first where there is none. Throws `GitError`. */
export async function openMirror(directory: string): Promise<Mirror> {
  const absolute = resolve(directory);
  if (!(await exists(join(absolute, "HEAD")))) {
    await mkdir(absolute, { recursive: true, mode: 0o700 });
    await runGit(absolute, ["init", "--bare", "--quiet", "--initial-branch=main"], {
      doing: `make the repository ${absolute}`,
    });
  }
  return { directory: absolute };
}

/** Removes lock files and half-written packs that a killed process left. Only for whoever has the mirror to themselves. */
export async function clearStaleLocks(mirror: Mirror): Promise<void> {
  const top = (await readdir(mirror.directory)).filter(isLock);
  const refs = (await listNames(join(mirror.directory, "refs"), true)).filter(isLock).map((name) => join("refs", name));
  const packs = (await listNames(join(mirror.directory, "objects/pack"), false)).filter((name) =>
    name.startsWith("tmp_"),
  );
  const stale = [...top, ...refs, ...packs.map((name) => join("objects/pack", name))];
  await Promise.all(stale.map((name) => rm(join(mirror.directory, name), { force: true })));
}

function isLock(name: string): boolean {
  return name.endsWith(".lock");
}

function listNames(directory: string, recursive: boolean): Promise<string[]> {
  return readdir(directory, { recursive }).catch(() => []); // a corrupt mirror may lack it
}

/** Keeps a commit and all that it needs from being dropped by `packMirror`. Throws `GitError`. */
export async function holdCommit(mirror: Mirror, name: string, commit: string): Promise<void> {
  await runGit(mirror.directory, ["update-ref", `refs/countersign/${name}`, commit], { doing: `hold ${commit}` });
}

/** Packs loose objects when there are many, and drops what nothing has referred to for two weeks. */
export async function packMirror(mirror: Mirror): Promise<void> {
  await runGit(mirror.directory, ["-c", "gc.auto=4000", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet"], {
    doing: `pack ${mirror.directory}`,
  });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
