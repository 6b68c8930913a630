import type { Finding, Indeterminate, Inspection, Severity, Span } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import type { RawFinding, RawIndeterminate, Rule, RuleResult } from "../rules/define-rule.ts";
import type { DagCatalogue, FileSubject } from "../rules/subject.ts";

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

/** Runs all rules for single files on one file. */
export function inspectFile(subject: FileSubject, rules: readonly Rule[]): RawInspection {
  return runRules(rules, (rule) => rule.checkFile?.(subject) ?? null);
}

/** Runs all rules that look at the repository as a whole. */
export function inspectRepository(catalogue: DagCatalogue, rules: readonly Rule[]): RawInspection {
  return runRules(rules, (rule) => rule.checkRepository?.({ catalogue }) ?? null);
}

function runRules(rules: readonly Rule[], run: (rule: Rule) => RuleResult | null): RawInspection {
  const findings: RuleOutcome<RawFinding>[] = [];
  const indeterminate: RuleOutcome<RawIndeterminate>[] = [];
  for (const rule of rules) {
    const result = run(rule);
    if (result === null) continue;
    for (const what of result.findings) findings.push({ rule: rule.id, what });
    for (const what of result.indeterminate) indeterminate.push({ rule: rule.id, what });
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
    return rule !== undefined && severityOf(rule, input.severities) !== "off" && input.files.has(path);
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
  const severity = severityOf(rule, input.severities);
  if (severity === "off") return [];
  const { path, span, confidence, message, remedy } = what;
  const changedLines = input.files.get(path)?.changedLines ?? null;
  const isNew = rule.reach === "file" || isOnChangedLine(span, changedLines);
  return [{ rule: rule.id, name: rule.name, severity, confidence, message, remedy, path, span, isNew }];
}

function severityOf(rule: Rule, settings: Policy["rules"]): Severity | "off" {
  const setting = Object.hasOwn(settings, rule.id) ? settings[rule.id] : undefined;
  return setting === "off" ? "off" : (setting?.severity ?? rule.severity);
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
