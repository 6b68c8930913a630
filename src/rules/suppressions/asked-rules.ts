import { lintRules } from "../lint/index.ts";

const ofRuff = new Set(lintRules.map(({ id }) => id));

/** Those of the codes that mean rules which are run here; others are for the repository's own linters. */
export function askedRules(codes: readonly string[]): readonly string[] {
  return codes.filter((code) => /^[A-Z]{3}-\d{3}$/.test(code) || ofRuff.has(code));
}
