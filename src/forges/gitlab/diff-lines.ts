import type { DiffWire } from "./wire.ts";

/** A line of the new version as a diff shows it. `oldLine` is `null` for an added line. */
export interface DiffLine {
  readonly oldPath: string;
  readonly oldLine: number | null;
}

/** Lines of the new version that the diff shows, by their number, from 1. Empty where GitLab left the diff out as too large. */
export function diffLines(diff: DiffWire): ReadonlyMap<number, DiffLine> {
  const lines = new Map<number, DiffLine>();
  let oldLine = 0;
  let newLine = 0;
  for (const text of diff.diff.split("\n")) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (hunk !== null) {
      oldLine = Number(hunk[1]);
      newLine = Number(hunk[2]);
    } else if (text.startsWith("+")) {
      lines.set(newLine, { oldPath: diff.old_path, oldLine: null });
      newLine += 1;
    } else if (text.startsWith("-")) {
      oldLine += 1;
    } else if (text.startsWith(" ")) {
      lines.set(newLine, { oldPath: diff.old_path, oldLine });
      oldLine += 1;
      newLine += 1;
    }
  }
  return lines;
}
