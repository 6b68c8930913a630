import type { Finding, Indeterminate, Inspection, Span } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { settingsOf } from "../policy/rule-settings.ts";
import { compileGlobs, type PathTest } from "../predicates/glob.ts";
import type { RawFinding, RawIndeterminate, Rule, RuleOptions, RuleResult } from "../rules/define-rule.ts";
import type { FileSubject, RepositorySubject } from "../rules/subject.ts";

/** Line ranges, from 1, ends exclusive; `null`: the whole file is new, or there is nothing to compare with. */
export type ChangedLines = readonly (readonly [number, number])[] | null;

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

/** The rules that a policy leaves on. */
export function prepareRules(rules: readonly Rule[], said: Policy["rules"]): readonly PreparedRule[] {
  return rules.flatMap((rule) => {
    const { severity, options, paths } = settingsOf(rule, said);
    return severity === "off" ? [] : [{ rule, options, speaksAt: paths === null ? everywhere : compileGlobs(paths) }];
  });
}

const everywhere: PathTest = () => true;

/** Runs all rules for single files on one file. */
export function inspectFile(subject: FileSubject, prepared: readonly PreparedRule[]): RawInspection {
  return runRules(prepared, ({ rule, options }) => rule.checkFile?.(subject, options) ?? null);
}

/** Runs all rules that look at the repository as a whole. */
export function inspectRepository(subject: RepositorySubject, prepared: readonly PreparedRule[]): RawInspection {
  return runRules(prepared, ({ rule, options }) => rule.checkRepository?.(subject, options) ?? null);
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

export interface AssemblyInput {
  readonly files: ReadonlyMap<string, { readonly changedLines: ChangedLines }>;
  readonly raw: readonly RawInspection[];
  readonly filesInspected: number;
  readonly unread: Inspection["unread"];
  readonly rules: readonly Rule[];
  /** What the policy's `rules` say; a rule that they do not name keeps its own severity. */
  readonly severities: Policy["rules"];
}

/** Joins what was said of all files into one answer: severities as the policy has them, in a stable order, without repeats. */
export function assembleInspection(input: AssemblyInput): Inspection {
  const rules = new Map(input.rules.map((rule) => [rule.id, rule]));
  const isWanted = (id: string, path: string): boolean => {
    const rule = rules.get(id);
    return rule !== undefined && settingsOf(rule, input.severities).severity !== "off" && input.files.has(path);
  };

  const findings = input.raw
    .flatMap((one) => one.findings)
    .filter(({ rule, what }) => isWanted(rule, what.path))
    .flatMap(({ rule, what }) => toFinding(rules.get(rule), what, input));
  const indeterminate = input.raw
    .flatMap((one) => one.indeterminate)
    .filter(({ rule, what }) => isWanted(rule, what.path))
    .map(({ rule, what }): Indeterminate => ({ rule, path: what.path, reason: what.reason }));

  return {
    findings: withoutRepeats(findings.sort(compareFindings)),
    indeterminate: withoutRepeats(
      indeterminate.sort(
        (a, b) => compareText(a.path, b.path) || compareText(a.rule, b.rule) || compareText(a.reason, b.reason),
      ),
    ),
    filesInspected: input.filesInspected,
    unread: input.unread.toSorted((a, b) => compareText(a.path, b.path)),
  };
}

function toFinding(rule: Rule | undefined, what: RawFinding, input: AssemblyInput): readonly Finding[] {
  if (rule === undefined) return [];
  const severity = settingsOf(rule, input.severities).severity;
  if (severity === "off") return [];
  const { path, span, confidence, message, remedy } = what;
  const changedLines = input.files.get(path)?.changedLines ?? null;
  const isNew = rule.reach === "file" || isOnChangedLine(span, changedLines);
  return [{ rule: rule.id, name: rule.name, severity, confidence, message, remedy, path, span, isNew }];
}

/** Whether a span touches a changed line. */
export function isOnChangedLine(span: Span, changedLines: ChangedLines): boolean {
  if (changedLines === null) return true;
  const endsBeforeItsLine = span.end.column === 1 && span.end.line > span.start.line;
  const last = endsBeforeItsLine ? span.end.line - 1 : span.end.line;
  return changedLines.some(([start, end]) => start <= last && span.start.line < end);
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    a.span.start.line - b.span.start.line ||
    a.span.start.column - b.span.start.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withoutRepeats<T>(sorted: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return sorted.filter((one) => {
    const key = JSON.stringify(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
