import type { Position, Span } from "../../domain/finding.ts";
import type { FileSubject } from "../subject.ts";
import { type Credential, findCredentials } from "./find-credentials.ts";

const known = new WeakMap<FileSubject, readonly Credential[]>();

/** Whether SEC-001 tells of all that stands at a place (but for quotes), and so hides it: then no other rule needs to. */
export function isToldAsWhole(subject: FileSubject, place: () => Span): boolean {
  const found = known.get(subject) ?? findCredentials(subject);
  known.set(subject, found);
  if (found.length === 0) return false; // finding the place costs time
  const { start, end } = place();
  return found.some(
    ({ span }) =>
      isUpTo(span.start, { line: start.line, column: start.column + 1 }) &&
      isUpTo({ line: end.line, column: end.column - 1 }, span.end),
  );
}

function isUpTo(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column <= other.column);
}
