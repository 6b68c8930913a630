import type { Position, Span } from "../domain/finding.ts";
import { lastUpTo } from "../formats/text-positions.ts";
import { hasLoneCarriageReturn } from "../python/line-ends.ts";

/**
 * Python ends a line at a lone carriage return too; git, the forges and editors' line numbers do not. Moves positions that
 * were counted Python's way to lines that end with a newline.
 */
export function mendPositions<T extends { readonly span: Span }>(text: string, problems: readonly T[]): readonly T[] {
  if (problems.length === 0 || !hasLoneCarriageReturn(text)) return problems;
  const pythonStarts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  const gitStarts = [0, ...Array.from(text.matchAll(/\n/g), (end) => end.index + 1)];
  const move = ({ line, column }: Position): Position => {
    const offset = Math.min((pythonStarts[line - 1] ?? text.length) + column - 1, text.length);
    const index = lastUpTo(gitStarts, offset);
    return { line: index + 1, column: offset - (gitStarts[index] ?? 0) + 1 };
  };
  return problems.map((one) => ({ ...one, span: { start: move(one.span.start), end: move(one.span.end) } }));
}
