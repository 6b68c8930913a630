import type { ChangedPath } from "../changed-path.ts";

const verbs = { added: "adds", modified: "edits", removed: "removes", renamed: "moves", copied: "adds" } as const;

/** What a change does to a file, in a word. */
export function verbOf(status: ChangedPath["status"]): string {
  return verbs[status];
}
