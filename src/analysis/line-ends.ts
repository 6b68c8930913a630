import type { Position } from "../domain/finding.ts";
import { hasLoneCarriageReturn } from "../python/line-ends.ts";
import type { SyntaxProblem } from "../rules/subject.ts";

/**
 * Python ends a line at a lone carriage return too; git, the forges and editors' line numbers do not. Moves positions that
 * were counted Python's way to lines that end with a newline.
 */
export function mendPositions(text: string, problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  if (problems.length === 0 || !hasLoneCarriageReturn(text)) return problems;
  const pythonStarts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  const gitStarts = [0, ...Array.from(text.matchAll(/\n/g), (end) => end.index + 1)];
  const move = ({ line, column }: Position): Position => {
    const offset = Math.min((pythonStarts[line - 1] ?? text.length) + column - 1, text.length);
    const index = gitStarts.findLastIndex((start) => start <= offset);
    return { line: index + 1, column: offset - (gitStarts[index] ?? 0) + 1 };
  };
  return problems.map(({ message, span }) => ({ message, span: { start: move(span.start), end: move(span.end) } }));
}
