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
  const index = lastUpTo(lineStarts, offset);
  return { line: index + 1, column: offset - (lineStarts[index] ?? 0) + 1 };
}

/** The index of the last of some ascending numbers that is not above a limit; 0 where all are. */
export function lastUpTo(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A span of the first character of a file, for what belongs to no line. */
export const startOfFile: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
