import type { Span } from "../../domain/finding.ts";
import { firstWhere } from "../../formats/first-where.ts";

/** Line ranges, from 1, ends exclusive, in their order; `null`: the whole file is new, or there is nothing to compare with. */
export type ChangedLines = readonly (readonly [number, number])[] | null;

/** Whether a span touches a changed line. */
export function isOnChangedLine(span: Span, changedLines: ChangedLines): boolean {
  if (changedLines === null) return true;
  const next = changedLines[firstWhere(changedLines, ([, end]) => span.start.line < end)];
  return next !== undefined && next[0] <= lastLineOf(span);
}

/** The last line of which a span has a character. */
export function lastLineOf({ start, end }: Span): number {
  const endsBeforeItsLine = end.column === 1 && end.line > start.line;
  return endsBeforeItsLine ? end.line - 1 : end.line;
}
