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

/** Removes lock files that a process left which was killed. Only for whoever has the mirror to themselves, at start. */
export async function clearStaleLocks(mirror: Mirror): Promise<void> {
  for (const place of [".", "refs"]) {
    const names = await readdir(join(mirror.directory, place), { recursive: place === "refs" });
    const locks = names.filter((name) => name.endsWith(".lock"));
    await Promise.all(locks.map((name) => rm(join(mirror.directory, place, name), { force: true })));
  }
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
