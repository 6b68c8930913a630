import { git } from "./run-git.ts";

export interface DiffFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed" | "copied";
  readonly oldMode: string;
  readonly newMode: string;
  /** Blob after the change; of the removed file when removed. */
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
  readonly isBinary: boolean;
  /** The hunks, from the first `@@`; empty for binary files and pure renames. */
  readonly patch: string;
}

const statuses: Readonly<Record<string, DiffFile["status"]>> = {
  A: "added",
  M: "modified",
  T: "modified",
  D: "removed",
  R: "renamed",
  C: "copied",
};

/** What lies between two trees, renames detected, in git's order. */
export async function readDiff(directory: string, from: string, to: string): Promise<DiffFile[]> {
  const options = ["-M", "--no-color", "--no-ext-diff", "--no-textconv"];
  const raw = await git(directory, ["diff-tree", "-r", "-z", "--raw", "--no-abbrev", ...options, from, to]);
  const entries = parseRaw(raw.split("\0"));
  if (entries.length === 0) return [];
  const counts = await git(directory, ["diff-tree", "-r", "-z", "--numstat", ...options, from, to]);
  const numbers = parseNumstat(counts.split("\0"));
  const patches = splitPatches(await git(directory, ["diff-tree", "-r", "-p", "-U3", ...options, from, to]));
  return entries.map((entry, at) => {
    const [additions, deletions] = numbers[at] ?? [0, 0];
    const isBinary = additions === null;
    return { ...entry, additions: additions ?? 0, deletions: deletions ?? 0, isBinary, patch: patches[at] ?? "" };
  });
}

function parseRaw(fields: readonly string[]): Omit<DiffFile, "additions" | "deletions" | "isBinary" | "patch">[] {
  const entries: Omit<DiffFile, "additions" | "deletions" | "isBinary" | "patch">[] = [];
  for (let at = 0; at < fields.length; ) {
    const [oldMode = "", newMode = "", oldOid = "", newOid = "", letter = ""] = (fields[at] ?? "").slice(1).split(" ");
    const status = statuses[letter[0] ?? ""];
    if (status === undefined) break;
    const hasTwo = status === "renamed" || status === "copied";
    const first = fields[at + 1] ?? "";
    const path = hasTwo ? (fields[at + 2] ?? "") : first;
    const oid = status === "removed" ? oldOid : newOid;
    entries.push({ path, previousPath: hasTwo ? first : null, status, oldMode, newMode, oid });
    at += hasTwo ? 3 : 2;
  }
  return entries;
}

function parseNumstat(fields: readonly string[]): [number | null, number | null][] {
  const numbers: [number | null, number | null][] = [];
  for (let at = 0; at < fields.length; ) {
    const match = /^(-|\d+)\t(-|\d+)\t([\s\S]*)$/.exec(fields[at] ?? "");
    if (match === null) break;
    numbers.push(match[1] === "-" ? [null, null] : [Number(match[1]), Number(match[2])]);
    at += match[3] === "" ? 3 : 1;
  }
  return numbers;
}

function splitPatches(text: string): string[] {
  return text
    .split(/^(?=diff --git )/m)
    .filter((part) => part.startsWith("diff --git "))
    .map((part) => {
      const at = part.search(/^@@ /m);
      return at < 0 ? "" : part.slice(at).replace(/\n$/, "");
    });
}

export interface DiffLine {
  readonly kind: "context" | "added" | "removed";
  readonly oldLine: number | null;
  readonly newLine: number | null;
  /** GitHub's `position`: lines below the first `@@`, counting from 1, later `@@` lines included. */
  readonly position: number;
  /** Index of the hunk. */
  readonly hunk: number;
}

/** The lines that a patch shows. */
export function parsePatch(patch: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let [oldLine, newLine, hunk, position] = [0, 0, -1, -1];
  for (const text of patch.split("\n")) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    position += 1;
    if (header !== null) {
      [oldLine, newLine, hunk] = [Number(header[1]), Number(header[2]), hunk + 1];
    } else if (text.startsWith("+")) {
      lines.push({ kind: "added", oldLine: null, newLine: newLine++, position, hunk });
    } else if (text.startsWith("-")) {
      lines.push({ kind: "removed", oldLine: oldLine++, newLine: null, position, hunk });
    } else if (!text.startsWith("\\")) {
      lines.push({ kind: "context", oldLine: oldLine++, newLine: newLine++, position, hunk });
    }
  }
  return lines;
}

/** The hunk up to and including a line, as GitHub shows it with a comment. */
export function hunkUpTo(patch: string, position: number): string {
  const lines = patch.split("\n");
  let start = position;
  while (start > 0 && !(lines[start] ?? "").startsWith("@@ ")) start -= 1;
  return lines.slice(start, position + 1).join("\n");
}
