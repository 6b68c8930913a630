import type { Confidence, Severity } from "../../domain/finding.ts";
import type { RuleFacts } from "../define-rule.ts";

/** A rule of ruff's, under ruff's own code, with the words that Countersign adds. */
export interface LintRule extends RuleFacts {
  /** What to do now, one sentence. */
  readonly remedy: string;
  /** Ruff's own page. */
  readonly url: string;
}

/** One row of a table: code, ruff's name, severity, confidence, what is reported, what to do now. */
export type LintRow = readonly [
  code: string,
  name: string,
  severity: Severity,
  confidence: Confidence,
  summary: string,
  remedy: string,
];

/** Makes rules of a table; `why` is why these of ruff's rules are run. */
export function lintRules(why: string, rows: readonly LintRow[]): readonly LintRule[] {
  return rows.map(([id, name, severity, confidence, summary, remedy]) => ({
    id,
    name,
    severity,
    confidence,
    about: "python",
    reach: "line",
    summary,
    why,
    remedy,
    url: `https://docs.astral.sh/ruff/rules/${name}/`,
  }));
}
