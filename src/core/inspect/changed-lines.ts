import type { Span } from "../../domain/finding.ts";

/** Line ranges, from 1, ends exclusive; `null`: the whole file is new, or there is nothing to compare with. */
export type ChangedLines = readonly (readonly [number, number])[] | null;

/** Whether a span touches a changed line. */
export function isOnChangedLine(span: Span, changedLines: ChangedLines): boolean {
  if (changedLines === null) return true;
  const last = lastLineOf(span);
  return changedLines.some(([start, end]) => start <= last && span.start.line < end);
}

/** The last line of which a span has a character. */
export function lastLineOf({ start, end }: Span): number {
  const endsBeforeItsLine = end.column === 1 && end.line > start.line;
  return endsBeforeItsLine ? end.line - 1 : end.line;
}
