import type { Position } from "./finding.ts";

/** One thing wrong in a file that somebody wrote: what, where, and what to do now. Lines and columns count from 1. */
export interface FileProblem extends Position {
  readonly path: string;
  readonly message: string;
}

/** A user's file (policy, node's file, change given as JSON) that cannot be used. Carries everything that is wrong with it. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[], options?: ErrorOptions) {
    super(problems.map((one) => `${one.path}:${one.line}:${one.column}: ${one.message}`).join("\n"), options);
    this.problems = problems;
  }
}
