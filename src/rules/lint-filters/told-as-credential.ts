import { findCredentials } from "../security/find-credentials.ts";
import type { FileSubject } from "../subject.ts";
import { type LintFilter, passwordCodes } from "./filter.ts";

const known = new WeakMap<FileSubject, ReadonlySet<number>>();

function linesOfCredentials(subject: FileSubject): ReadonlySet<number> {
  const before = known.get(subject);
  if (before !== undefined) return before;
  const lines = new Set<number>();
  for (const { span } of findCredentials(subject)) {
    for (let line = span.start.line; line <= span.end.line; line += 1) lines.add(line);
  }
  known.set(subject, lines);
  return lines;
}

export const toldAsCredential: LintFilter = {
  name: "told-as-credential",
  codes: passwordCodes,
  toldBy: "SEC-001",
  summary: "What SEC-001 reports on the same line is not told twice.",
  drops: ({ span }, subject) => (linesOfCredentials(subject).has(span.start.line) ? "SEC-001 tells it" : null),
};
