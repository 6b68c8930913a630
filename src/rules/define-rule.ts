import type { Confidence, Severity, Span } from "../domain/finding.ts";
import type { FileSubject, RepositorySubject } from "./subject.ts";

/** What a rule reports, before the policy has its say. */
export interface RawFinding {
  readonly path: string;
  readonly span: Span;
  readonly confidence: Confidence;
  readonly message: string;
  readonly remedy: string;
}

export interface RawIndeterminate {
  readonly path: string;
  readonly reason: string;
}

export interface RuleResult {
  readonly findings: readonly RawFinding[];
  readonly indeterminate: readonly RawIndeterminate[];
}

/** A file of an example, with what else is in its repository. A plain text stands at the usual place of its kind. */
export interface Example {
  readonly path: string;
  readonly text: string;
  readonly context?: readonly { readonly path: string; readonly text: string }[];
}

/** What kind of file the rule looks at; it names the usual place of its examples. */
export type RuleAbout = "python" | "text" | "job" | "result";

interface RuleFacts {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly about: RuleAbout;
  /**
   * `line`: a finding belongs to the change when its line does. `file`: whenever its file does, because what causes it may
   * stand on another line, or have been on one that was removed.
   */
  readonly reach: "line" | "file";
  /** One sentence: what is reported. */
  readonly summary: string;
  /** Why it matters, in a few sentences. */
  readonly why: string;
}

/** A rule as the inspection, the reference and the tests use it. */
export interface Rule extends RuleFacts {
  readonly bad: Example;
  readonly good: Example;
  /** Looks at one file; `null` when the rule needs the whole repository. */
  readonly checkFile: ((subject: FileSubject) => RuleResult) | null;
  readonly checkRepository: ((subject: RepositorySubject) => RuleResult) | null;
}

export interface Report<Data> {
  (span: Span, data: Data, confidence?: Confidence): void;
  /** The matter cannot be known before deploy. */
  indeterminate(reason: string): void;
}

export interface RepositoryReport<Data> {
  (path: string, span: Span, data: Data, confidence?: Confidence): void;
  indeterminate(path: string, reason: string): void;
}

interface RuleTexts<Data> extends RuleFacts {
  readonly message: (data: Data) => string;
  readonly remedy: (data: Data) => string;
  readonly bad: string | Example;
  readonly good: string | Example;
}

export interface FileRule<Data> extends RuleTexts<Data> {
  readonly check: (subject: FileSubject, report: Report<Data>) => void;
}

export interface RepositoryRule<Data> extends RuleTexts<Data> {
  readonly checkAll: (subject: RepositorySubject, report: RepositoryReport<Data>) => void;
}

/** Makes a rule that looks at one file at a time. */
export function defineRule<Data>(rule: FileRule<Data>): Rule {
  const checkFile = (subject: FileSubject): RuleResult =>
    collect(rule, (report, indeterminate) => {
      const reportHere = (span: Span, data: Data, confidence?: Confidence): void =>
        report(subject.path, span, data, confidence);
      rule.check(
        subject,
        Object.assign(reportHere, { indeterminate: (why: string) => indeterminate(subject.path, why) }),
      );
    });
  return { ...describe(rule), checkFile, checkRepository: null };
}

/** Makes a rule that looks at all files together. */
export function defineRepositoryRule<Data>(rule: RepositoryRule<Data>): Rule {
  const checkRepository = (subject: RepositorySubject): RuleResult =>
    collect(rule, (report, indeterminate) => rule.checkAll(subject, Object.assign(report, { indeterminate })));
  return { ...describe(rule), checkFile: null, checkRepository };
}

type Run<Data> = (
  report: (path: string, span: Span, data: Data, confidence?: Confidence) => void,
  indeterminate: (path: string, reason: string) => void,
) => void;

function collect<Data>(rule: RuleTexts<Data>, run: Run<Data>): RuleResult {
  const findings: RawFinding[] = [];
  const indeterminate: RawIndeterminate[] = [];
  run(
    (path, span, data, confidence = rule.confidence) =>
      void findings.push({ path, span, confidence, message: rule.message(data), remedy: rule.remedy(data) }),
    (path, reason) => void indeterminate.push({ path, reason }),
  );
  return { findings, indeterminate };
}

function describe<Data>(rule: RuleTexts<Data>): Omit<Rule, "checkFile" | "checkRepository"> {
  const { id, name, severity, confidence, about, reach, summary, why } = rule;
  const bad = toExample(rule.bad, about);
  const good = toExample(rule.good, about);
  return { id, name, severity, confidence, about, reach, summary, why, bad, good };
}

const usualPlaces = {
  python: "dags/example.py",
  text: "dags/example.py",
  job: "jobs/example.yml",
  result: "results/example.dvc",
} as const satisfies Readonly<Record<RuleAbout, string>>;

function toExample(example: string | Example, about: RuleAbout): Example {
  if (typeof example === "string") return { path: usualPlaces[about], text: dedent(example) };
  const context = (example.context ?? []).map(({ path, text }) => ({ path, text: dedent(text) }));
  return { path: example.path, text: dedent(example.text), context };
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return `${lines.map((line) => line.slice(indent)).join("\n")}\n`;
}
