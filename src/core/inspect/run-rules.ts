import type { Policy } from "../../domain/policy.ts";
import { countOf } from "../../formats/count-of.ts";
import { settingsOf } from "../../policy/rule-settings.ts";
import { compileGlobs, type PathTest } from "../../predicates/glob.ts";
import type {
  RawFinding,
  RawIndeterminate,
  Rule,
  RuleFacts,
  RuleOptions,
  RuleResult,
} from "../../rules/define-rule.ts";
import type { LintRule } from "../../rules/lint/lint-rule.ts";
import { filterLint } from "../../rules/lint-filters/index.ts";
import type { RuleSet } from "../../rules/rule-set.ts";
import type { FileSubject, LintProblem, RepositorySubject } from "../../rules/subject.ts";

export interface RuleOutcome<T> {
  readonly rule: string;
  readonly what: T;
}

/** What the rules said of one file or of the repository, before the policy and the change have their say. */
export interface RawInspection {
  readonly findings: readonly RuleOutcome<RawFinding>[];
  readonly indeterminate: readonly RuleOutcome<RawIndeterminate>[];
}

/** A rule with what the policy says of it. */
export interface PreparedRule {
  readonly rule: Rule;
  readonly options: RuleOptions;
  readonly speaksAt: PathTest;
}

/** The rules that a policy leaves on, ours and ruff's. */
export interface PreparedRules {
  readonly own: readonly PreparedRule[];
  readonly lint: ReadonlyMap<string, { readonly rule: LintRule; readonly speaksAt: PathTest }>;
}

export function prepareRules(all: RuleSet, said: Policy["rules"]): PreparedRules {
  const lint = all.lint.flatMap((rule) => prepare(rule, said)).map((one) => [one.rule.id, one] as const);
  return { own: all.own.flatMap((rule) => prepare(rule, said)), lint: new Map(lint) };
}

/** A rule, its options and where it speaks; nothing when it is off. */
function prepare<R extends RuleFacts>(rule: R, said: Policy["rules"]) {
  const { severity, options, paths } = settingsOf(rule, said);
  return severity === "off" ? [] : [{ rule, options, speaksAt: paths === null ? everywhere : compileGlobs(paths) }];
}

const everywhere: PathTest = () => true;

/** Runs all rules for single files on one file. */
export function inspectFile(subject: FileSubject, prepared: PreparedRules): RawInspection {
  const own = runRules(prepared.own, ({ rule, options }) => rule.checkFile?.(subject, options) ?? null);
  const speaks = (id: string) => prepared.own.some(({ rule, speaksAt }) => rule.id === id && speaksAt(subject.path));
  const lint = listLint(subject.path, filterLint(subject, speaks), prepared.lint);
  return {
    findings: [...own.findings, ...lint.findings],
    indeterminate: [...own.indeterminate, ...lint.indeterminate],
  };
}

/** More findings of ruff's in one file help nobody. */
const mostLint = 1000;

/** What ruff says, after the filters had their say, with our words beside it. */
function listLint(path: string, lint: readonly LintProblem[], wanted: PreparedRules["lint"]): RawInspection {
  const findings = lint.flatMap(({ code, span, message, instead }): readonly RuleOutcome<RawFinding>[] => {
    const found = wanted.get(code);
    if (found === undefined || !found.speaksAt(path)) return [];
    const { confidence, remedy } = found.rule;
    return [{ rule: code, what: { path, span, confidence, message, remedy: instead ?? remedy } }];
  });
  const cut = findings.splice(mostLint);
  const reason = `${countOf(cut.length, "more finding of ruff's in this file is", "more findings of ruff's in this file are")} not listed.`;
  return { findings, indeterminate: cut.slice(0, 1).map(({ rule }) => ({ rule, what: { path, reason } })) };
}

/** Runs all rules that look at the repository as a whole. */
export function inspectRepository(subject: RepositorySubject, prepared: PreparedRules): RawInspection {
  return runRules(prepared.own, ({ rule, options }) => rule.checkRepository?.(subject, options) ?? null);
}

function runRules(prepared: readonly PreparedRule[], run: (one: PreparedRule) => RuleResult | null): RawInspection {
  const findings: RuleOutcome<RawFinding>[] = [];
  const indeterminate: RuleOutcome<RawIndeterminate>[] = [];
  for (const one of prepared) {
    const result = run(one);
    if (result === null) continue;
    const { id } = one.rule;
    for (const what of result.findings) if (one.speaksAt(what.path)) findings.push({ rule: id, what });
    for (const what of result.indeterminate) if (one.speaksAt(what.path)) indeterminate.push({ rule: id, what });
  }
  return { findings, indeterminate };
}
