import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { ChangedPath } from "../rules/changed-path.ts";
import type { LocalChange } from "./check-git.ts";
import type { KindOf } from "./check-settings.ts";

/** The same of links and submodules that stand in a tree which is checked as it is: each as if it were new. */
export function describeOpaque(
  root: string,
  paths: readonly string[],
  submodules: ReadonlySet<string>,
  kindOf: KindOf,
): Promise<readonly ChangedPath[]> {
  const added = paths.map((path): LocalChange => {
    const mode = submodules.has(path) ? "160000" : "120000";
    return { path, previousPath: null, status: "added", mode, before: null, lines: null };
  });
  return describeChanges(root, added, kindOf);
}

/** What rules want to know of each path that a change touches, as it is on the disk. */
export async function describeChanges(
  root: string,
  changes: readonly LocalChange[],
  kindOf: KindOf,
): Promise<readonly ChangedPath[]> {
  const described: ChangedPath[] = [];
  for (const { path, previousPath, status, mode } of changes) {
    const known = { path, previousPath, status, kind: kindOf(path) };
    const stats = status === "removed" ? null : await lstat(join(root, path)).catch(() => null);
    if (stats?.isSymbolicLink()) {
      const link = await readlink(join(root, path)).catch(() => undefined);
      described.push({ ...known, mode: "120000", size: stats.size, ...(link === undefined ? {} : { link }) });
    } else described.push({ ...known, mode, size: stats?.isFile() ? stats.size : null });
  }
  return described;
}
