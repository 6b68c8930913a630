import { onceOf } from "../once-of.ts";
import { findCredentials } from "../security/find-credentials.ts";
import type { FileSubject } from "../subject.ts";
import { type LintFilter, passwordCodes } from "./filter.ts";

const linesOfCredentials = onceOf((subject: FileSubject): ReadonlySet<number> => {
  const lines = new Set<number>();
  for (const { span } of findCredentials(subject)) {
    for (let line = span.start.line; line <= span.end.line; line += 1) lines.add(line);
  }
  return lines;
});

export const toldAsCredential: LintFilter = {
  name: "told-as-credential",
  codes: passwordCodes,
  toldBy: "SEC-001",
  summary: "What SEC-001 reports on the same line is not told twice.",
  drops: ({ span }, subject) => (linesOfCredentials(subject).has(span.start.line) ? "SEC-001 tells it" : null),
};
