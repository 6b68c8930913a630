import type { FileSubject, LintProblem } from "../subject.ts";

/** Why some finding of ruff's is none here. Each filter is one file with its test, so that nothing of ruff's is dropped unseen. */
export interface LintFilter {
  readonly name: string;
  /** The codes of which it judges. */
  readonly codes: readonly string[];
  /** One sentence, for the reference: what is dropped, and why. */
  readonly summary: string;
  /** The rule of ours that says the same instead: where the policy silences it, nothing is dropped. */
  readonly toldBy?: string;
  /** The reason to drop this one, or `null`. `subject.lint` has all that ruff said of the file. */
  readonly drops: (problem: LintProblem, subject: FileSubject) => string | null;
}

/** Ruff's three rules for what looks like a password. */
export const passwordCodes = ["S105", "S106", "S107"] as const;
