import type { Span } from "../domain/finding.ts";
import { listLineStarts, spanOfOffsets } from "../formats/text-positions.ts";

export type Spans = (place: { readonly start: number; readonly end: number }) => Span;

/** Makes what turns offsets in a text into lines and columns; a line ends with a newline, as git has it. */
export function createSpans(text: string): Spans {
  const starts = listLineStarts(text);
  return ({ start, end }) => spanOfOffsets(starts, start, end);
}
