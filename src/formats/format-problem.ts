import type { FileProblem } from "../domain/file-problem.ts";
import type { Position, Span } from "../domain/finding.ts";

/** A `FileProblem` that knows where it ends (exclusive), so that a finding can underline it. */
export interface FormatProblem extends FileProblem {
  readonly end: Position;
}

/** Makes a problem that stands on a span of a file. */
export function problemAt(path: string, span: Span, message: string): FormatProblem {
  return { path, line: span.start.line, column: span.start.column, end: span.end, message };
}

/** The span of a problem. */
export function spanOfProblem(problem: FormatProblem): Span {
  return { start: { line: problem.line, column: problem.column }, end: problem.end };
}
