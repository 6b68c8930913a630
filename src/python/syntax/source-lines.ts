import type { Position, Span } from "../../domain/finding.ts";
import type { Place } from "./ast.ts";

/** Turns offsets into lines and columns from 1, in UTF-16 code units; a line ends with a newline. */
export function createLines(source: string): (place: Place) => Span {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  const positionOf = (offset: number): Position => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return ({ start, end }) => ({ start: positionOf(start), end: positionOf(end) });
}
