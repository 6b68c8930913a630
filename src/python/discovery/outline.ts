import { lastUpTo } from "../../formats/text-positions.ts";
import { type LogicalLine, listLogicalLines } from "../logical-lines.ts";

/** A module without what its functions do. */
export interface Outline {
  /** With `0` in place of each body that is left out. */
  readonly text: string;
  /** Where in the module each of these stands: at the last character of the body. */
  readonly leftOut: ReadonlySet<number>;
  /** Where in the module the character stands that is here in the outline. */
  readonly placeOf: (offset: number) => number;
}

/** A function, up to the line behind it that stands no deeper. */
interface OpenFunction {
  readonly head: LogicalLine;
  /** Where its last statement ends; 0: it has none on a line of its own. */
  end: number;
}

/** Leaves out what stands in functions, in one pass and without a parser; `null`: for lines that are no plain ones. */
export function outlineOf(text: string): Outline | null {
  if (/[\f\uFEFF]|\r(?!\n)/.test(text)) return null;
  const kept: string[] = [];
  const [starts, shifts] = [[0], [0]];
  let [at, length] = [0, 0];
  for (const { head, end } of listBodies(text)) {
    const indent = text.slice(text.lastIndexOf("\n", head.start) + 1, head.start);
    const piece = `${text.slice(at, head.end)}\n${indent} `;
    kept.push(piece, "0");
    length += piece.length;
    starts.push(length);
    shifts.push(end - 1 - length);
    [at, length] = [end, length + 1];
  }
  kept.push(text.slice(at));
  const leftOut = new Set(starts.slice(1).map((start, index) => start + (shifts[index + 1] ?? 0)));
  return { text: kept.join(""), leftOut, placeOf: (offset) => offset + (shifts[lastUpTo(starts, offset)] ?? 0) };
}

function* listBodies(text: string): Iterable<OpenFunction> {
  let open: OpenFunction | null = null;
  for (const line of listLogicalLines(text)) {
    if (open !== null && (line.isBehindSemicolon ? open.end > 0 : line.indent > open.head.indent)) {
      open.end = line.start + text.slice(line.start, line.end).trimEnd().length;
      continue;
    }
    if (open !== null && open.end > 0) yield open;
    open = isFunction(text, line) ? { head: line, end: 0 } : null;
  }
  if (open !== null && open.end > 0) yield open;
}

const functionHead = /(?:async[ \t]+)?def\b/y;

function isFunction(text: string, { start }: LogicalLine): boolean {
  functionHead.lastIndex = start;
  return functionHead.test(text);
}
