import type { Consequences } from "./consequences.ts";

export type Severity = "error" | "warning" | "info";
export type Confidence = "high" | "medium" | "low";

/** A place in a file. Lines and columns count from 1 (columns in UTF-16 code units), the end is exclusive. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a rule says about a line. `message` names the problem and `remedy` what to do now, one sentence each. */
export interface Finding {
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly remedy: string;
  readonly path: string;
  readonly span: Span;
  /** False when it was there before the change. */
  readonly isNew: boolean;
  /** It was there before, and counts all the same, as the policy says. */
  readonly counts?: boolean;
}

/** A finding that a comment silences, with the reason that the comment gives: words of a stranger. */
export interface SuppressedFinding extends Finding {
  readonly reason: string;
}

/** A rule's answer where the matter cannot be known before deploy. */
export interface Indeterminate {
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
}

/** What all rules together said of a set of files. */
export interface Inspection {
  readonly findings: readonly Finding[];
  /** Those which comments silence; they count nowhere, and are shown to whoever approves. Absent: there are none. */
  readonly suppressed?: readonly SuppressedFinding[];
  readonly indeterminate: readonly Indeterminate[];
  /** How many files were looked at, each by at least one rule. */
  readonly filesInspected: number;
  /** Files that should have been looked at and could not be, with the reason: a failure, never a silence. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** What the change would do on the node; absent where it is not known what was there before. */
  readonly consequences?: Consequences;
}
