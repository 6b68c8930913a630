import { type Requirement, readRequirementEntry } from "./requirements-entry.ts";
import type { DependencyFile } from "./requirements-file.ts";
import { listLineStarts, spanOfOffsets } from "./text-positions.ts";

const docstring = /^\uFEFF?(?:[ \t\f\r]*(?:#[^\n]*)?\n)*[rRuU]{0,2}("""|''')/;
/** What stands behind on a line is no list of packages. */
const longestLine = 2000;

const head = /^[ \t]*(?:Dependencies|Requirements)[ \t]*:(.*)$/is;

/**
 * Reads the `Dependencies:` block of a module's docstring: entries behind it on its line, parted by commas, or on the lines below
 * that are indented or begin with `-` or `*`. What is no requirement is prose, and passed over. `null` where there is none.
 */
export function readDocstringDependencies(text: string, path: string): DependencyFile | null {
  const opening = docstring.exec(text);
  if (opening === null) return null;
  const begin = opening[0].length;
  const end = text.indexOf(opening[1] ?? '"""', begin);
  if (end === -1) return null;
  const lines = listLines(text, begin, end);
  const at = lines.findIndex((line) => head.test(line.text));
  const found = lines[at];
  if (found === undefined) return null;

  const inline = head.exec(found.text)?.[1]?.trim() ?? "";
  const entries =
    inline === ""
      ? listEntries(lines.slice(at + 1), indentOf(found.text))
      : splitEntries({ text: inline, start: found.start + found.text.lastIndexOf(inline) });
  const starts = listLineStarts(text);
  const requirements = entries.flatMap((entry): readonly Requirement[] => {
    const read = readRequirementEntry(entry.text);
    if ("problem" in read) return [];
    const span = spanOfOffsets(starts, entry.start, entry.start + entry.text.length);
    return [{ ...read.entry, hasHash: false, group: null, span }];
  });
  if (requirements.length === 0) return null;
  return { path, form: "docstring", requirements, options: [], isOpen: false, problems: [] };
}

interface Piece {
  readonly text: string;
  readonly start: number;
}

function listLines(text: string, begin: number, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let start = begin; start <= end; ) {
    const newline = text.indexOf("\n", start);
    const stop = newline === -1 || newline > end ? end : newline;
    pieces.push({ text: text.slice(start, stop).replace(/\r$/, ""), start });
    start = stop + 1;
  }
  return pieces;
}

/** The lines of a block, up to an empty line behind it or one that stands no deeper than its head. */
function listEntries(lines: readonly Piece[], indent: number): readonly Piece[] {
  const entries: Piece[] = [];
  for (const line of lines) {
    const content = line.text.trim();
    if (content === "") {
      if (entries.length > 0) break;
      continue;
    }
    const bullet = /^[ \t]*[-*•][ \t]+/.exec(line.text)?.[0];
    if (bullet === undefined && indentOf(line.text) <= indent) break;
    const from = bullet?.length ?? indentOf(line.text);
    entries.push(...splitEntries({ text: line.text.slice(from).trimEnd(), start: line.start + from }));
  }
  return entries;
}

/** Parts at commas which no specifier goes on behind. */
function splitEntries({ text, start }: Piece): readonly Piece[] {
  const plain = text
    .slice(0, longestLine)
    .replaceAll("`", " ")
    .replace(/\s#.*$/s, "");
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at <= plain.length; at += 1) {
    const isEnd =
      at === plain.length ||
      (plain[at] === "," && !/^,\s*[<>=!~]/.test(plain.slice(at, at + 20)) && !isInBrackets(plain, at));
    if (!isEnd) continue;
    const raw = plain.slice(from, at);
    const trimmed = raw.trim();
    if (trimmed !== "") pieces.push({ text: trimmed, start: start + from + raw.indexOf(trimmed) });
    from = at + 1;
  }
  return pieces;
}

function isInBrackets(text: string, at: number): boolean {
  return text.lastIndexOf("[", at) > text.lastIndexOf("]", at);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
