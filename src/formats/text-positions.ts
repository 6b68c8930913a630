import type { Position, Span } from "../domain/finding.ts";

/** Offsets at which the lines of a text begin. */
export function listLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The span between two offsets into the text whose lines begin there. */
export function spanOfOffsets(lineStarts: readonly number[], from: number, to: number): Span {
  return { start: positionOf(lineStarts, from), end: positionOf(lineStarts, to) };
}

function positionOf(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** A span of the first character of a file, for what belongs to no line. */
export const startOfFile: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
