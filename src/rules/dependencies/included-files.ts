import { folderOf, pathFrom } from "../../formats/relative-path.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";

export interface IncludedFiles {
  readonly files: readonly DependencyFile[];
  /** Whether one of them is a URL, or is not there. */
  readonly isOpen: boolean;
}

/** Deeper chains are not followed. */
const deepest = 20;

/** The files that a requirements file takes in: with `-c`, or with `-r`, and what those take in. */
export function listIncluded(
  file: DependencyFile,
  declared: readonly DependencyFile[],
  ...by: readonly ("constraint" | "requirement")[]
): IncludedFiles {
  const byPath = new Map(declared.map((one) => [one.path, one]));
  const found = new Map<string, DependencyFile>();
  const followed = new Set([file.path]);
  let isOpen = false;
  const follow = (from: DependencyFile, depth: number): void => {
    for (const { name, value } of from.options) {
      if (name !== "constraint" && name !== "requirement") continue;
      const other = byPath.get(resolvePath(from.path, value) ?? "");
      if (other === undefined) isOpen ||= by.includes(name);
      if (other === undefined || other.path === file.path || depth >= deepest) continue;
      if (by.includes(name)) found.set(other.path, other);
      if (followed.has(other.path)) continue;
      followed.add(other.path);
      follow(other, depth + 1);
    }
  };
  follow(file, 0);
  return { files: [...found.values()], isOpen };
}

/** A path that a file names, from the top of the repository; `null` for one that leaves it, and for a URL. */
function resolvePath(from: string, value: string): string | null {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? null : pathFrom(folderOf(from), value);
}
