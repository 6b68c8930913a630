import type { Rule, RuleFacts } from "./define-rule.ts";
import { rules } from "./index.ts";
import { lintRules } from "./lint/index.ts";
import type { LintRule } from "./lint/lint-rule.ts";

/** The rules that an inspection runs: Countersign's own, and those of ruff's that it takes. */
export interface RuleSet {
  readonly own: readonly Rule[];
  readonly lint: readonly LintRule[];
}

export const ruleSet: RuleSet = { own: rules, lint: lintRules };

/** All rules of which a finding can come, and of which a policy may speak. */
export const allRules: readonly RuleFacts[] = [...rules, ...lintRules];
