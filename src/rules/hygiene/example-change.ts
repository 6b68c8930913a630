import type { ChangedPath } from "../changed-path.ts";

/** One added file of a change, for examples. */
export function exampleChange(path: string, more: Partial<ChangedPath> = {}): ChangedPath {
  return { path, previousPath: null, status: "added", mode: "100644", size: 100, kind: "other", ...more };
}
