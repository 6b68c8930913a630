import type { Position, Span } from "../../domain/finding.ts";
import { firstWhere } from "../../formats/first-where.ts";
import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import { findCredentials } from "./find-credentials.ts";

/** Where each credential of a file begins, and how far it and those before it reach. */
const reaches = onceOf((subject: FileSubject): readonly Span[] => {
  let furthest: Position = { line: 0, column: 0 };
  return findCredentials(subject).map(({ span: { start, end } }) => {
    if (isUpTo(furthest, end)) furthest = end;
    return { start, end: furthest };
  });
});

/** Whether SEC-001 tells of all that stands at a place (but for quotes), and so hides it: then no other rule needs to. */
export function isToldAsWhole(subject: FileSubject, place: () => Span): boolean {
  const found = reaches(subject);
  if (found.length === 0) return false; // finding the place costs time
  const { start, end } = place();
  const inside: Span = {
    start: { line: start.line, column: start.column + 1 },
    end: { line: end.line, column: end.column - 1 },
  };
  const last = found[firstWhere(found, (one) => !isUpTo(one.start, inside.start)) - 1];
  return last !== undefined && isUpTo(inside.end, last.end);
}

function isUpTo(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column <= other.column);
}
