import type { Position, Span } from "../domain/finding.ts";

export type Spans = (place: { readonly start: number; readonly end: number }) => Span;

/** Makes what turns offsets in a text into lines and columns; a line ends with a newline, as git has it. */
export function createSpans(text: string): Spans {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
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
