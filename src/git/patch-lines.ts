import { GitError } from "../domain/errors.ts";

/** New lines, from 1, ends exclusive. Where lines were only removed, an empty range stands before the line that follows them. */
export type LineRanges = readonly (readonly [start: number, endExclusive: number])[];

/** The ranges that hold a new line: a place where lines were only removed has none. `null`, so all of it, stays `null`. */
export function keepNewLines(ranges: LineRanges | null): LineRanges | null {
  return ranges?.filter(([start, end]) => end > start) ?? null;
}

/** Reads what `git diff -z --raw -p -U0` says, piece by piece; it keeps ranges alone, never what the lines hold. */
export interface PatchReader {
  /** Answers whether more is wanted: no longer when there are more than `maxRanges`. Throws `GitError` for what is no patch. */
  push(piece: Buffer): boolean;
  /** By path: of each file that git named, its ranges; `null` when they are not known, as of a binary file or one that was cut short. */
  finish(end: "whole" | "cut short"): ReadonlyMap<string, LineRanges | null>;
}

const lineFeed = 10;
const backslash = 92;

/** For patches without renames, and with the prefixes `a/` and `b/`. */
export function createPatchReader(maxRanges: number): PatchReader {
  const files = new Map<string, LineRanges | null>();
  const twice = new Set<string>(); // two names that are not UTF-8 can become the same
  let part: "names" | "patch" = "names";
  let section: { path: string; ranges: [number, number][]; isText: boolean } | null = null;
  let toSkip = 0; // lines of the hunk that are still to come
  let skipsLine = false; // within a line that holds content
  let total = 0;
  let rest: Buffer = Buffer.alloc(0);

  function closeSection(): void {
    if (section?.isText === true && !twice.has(section.path)) files.set(section.path, section.ranges);
    section = null;
  }

  function takeName(record: string): void {
    if (record === "") part = "patch";
    else if (!record.startsWith(":")) {
      if (files.has(record)) twice.add(record);
      files.set(record, null);
    }
  }

  function takeHeader(line: string): void {
    if (line.startsWith("diff --git ")) {
      closeSection();
      section = { path: pathOf(line), ranges: [], isText: true };
    } else if (line.startsWith("Binary files ") && section !== null) section.isText = false;
    else if (line.startsWith("@@ ")) takeHunk(line);
  }

  function takeHunk(line: string): void {
    const [, removed, start, added] = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (start === undefined || section === null) throw notAPatch(line);
    const length = Number(added ?? 1);
    const first = length === 0 ? Number(start) + 1 : Number(start);
    section.ranges.push([first, first + length]);
    toSkip = Number(removed ?? 1) + length;
    total += 1;
  }

  /** Skips a line that holds content, as far as it is there, and answers where the next begins. */
  function skipLine(bytes: Buffer, at: number): number {
    if (!skipsLine && bytes[at] !== backslash) toSkip -= 1; // "\ No newline at end of file" is not counted
    const end = bytes.indexOf(lineFeed, at);
    skipsLine = end === -1;
    return end === -1 ? bytes.length : end + 1;
  }

  /** Takes one record from `at` on, and answers where the next begins; -1 when it is not there as a whole. */
  function take(bytes: Buffer, at: number): number {
    if (part === "patch" && (toSkip > 0 || skipsLine || bytes[at] === backslash)) return skipLine(bytes, at);
    const end = bytes.indexOf(part === "names" ? 0 : lineFeed, at);
    if (end === -1) return -1;
    if (part === "names") takeName(bytes.toString("utf8", at, end));
    else takeHeader(bytes.toString("latin1", at, end));
    return end + 1;
  }

  return {
    push(piece) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let at = 0;
      while (at < bytes.length && total <= maxRanges) {
        const next = take(bytes, at);
        if (next === -1) break;
        at = next;
      }
      rest = bytes.subarray(at);
      return total <= maxRanges;
    },
    finish(end) {
      if (end === "whole") closeSection();
      return files;
    },
  };
}

/** Of `diff --git a/NAME b/NAME`, where both names are the same, so that each takes half of the line; quoted as C does. */
function pathOf(line: string): string {
  const names = line.slice("diff --git ".length);
  const half = (names.length - 1) / 2;
  const [before, after] = [unquote(names.slice(0, half)), unquote(names.slice(half + 1))];
  if (!before.startsWith("a/") || before.slice(2) !== after.slice(2)) throw notAPatch(line);
  return Buffer.from(after.slice(2), "latin1").toString("utf8");
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
};

/** As `quote_c_style` of git (quote.c) writes names. */
function unquote(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"')) return name;
  return name
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
}

function notAPatch(line: string): GitError {
  return new GitError(
    "other",
    `git diff answered ${JSON.stringify(line.slice(0, 80))}, which is no patch. Report this.`,
  );
}
