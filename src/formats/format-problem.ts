import type { FileProblem } from "../domain/file-problem.ts";
import type { Position, Span } from "../domain/finding.ts";

/** A `FileProblem` that knows where it ends (exclusive), so that a finding can underline it. */
export interface FormatProblem extends FileProblem {
  readonly end: Position;
  /** What to do about this one; absent where the message says it, or all of a kind have one remedy. */
  readonly remedy?: string;
}

/** Makes a problem that stands on a span of a file. */
export function problemAt(path: string, span: Span, message: string, remedy?: string): FormatProblem {
  const problem = { path, line: span.start.line, column: span.start.column, end: span.end, message };
  return remedy === undefined ? problem : { ...problem, remedy };
}

/** The span of a problem. */
export function spanOfProblem(problem: FormatProblem): Span {
  return { start: { line: problem.line, column: problem.column }, end: problem.end };
}
