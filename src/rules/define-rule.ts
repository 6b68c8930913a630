import { z } from "zod";
import type { Confidence, Severity, Span } from "../domain/finding.ts";
import { type Example, type RuleAbout, toExample } from "./example.ts";
import type { FileSubject, RepositorySubject } from "./subject.ts";

export type { Example, RuleAbout } from "./example.ts";

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

/** What a rule takes as options: a `z.strictObject` of which every key has a default and a description (`.describe()`). */
export type OptionsSchema = z.ZodObject;

/** The options of a rule that has none. */
export type NoOptions = z.ZodObject<Record<never, never>, z.core.$strict>;

/** What is known of a rule without running it. */
export interface RuleFacts {
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
  readonly options: OptionsSchema;
  /** Looks at one file; `null` when the rule needs the whole repository. `options` as the policy has them: those left out have their defaults. */
  readonly checkFile: ((subject: FileSubject, options?: RuleOptions) => RuleResult) | null;
  readonly checkRepository: ((subject: RepositorySubject, options?: RuleOptions) => RuleResult) | null;
}

/** A rule's options as a policy writes them. */
export type RuleOptions = Readonly<Record<string, unknown>>;

export interface Report<Data> {
  (span: Span, data: Data, confidence?: Confidence): void;
  /** The matter cannot be known before deploy. */
  indeterminate(reason: string): void;
}

export interface RepositoryReport<Data> {
  (path: string, span: Span, data: Data, confidence?: Confidence): void;
  indeterminate(path: string, reason: string): void;
}

type RuleTexts<Data, Options extends OptionsSchema> = RuleFacts & {
  readonly message: (data: Data) => string;
  readonly remedy: (data: Data) => string;
  readonly bad: string | Example;
  readonly good: string | Example;
} & (Options extends NoOptions ? { readonly options?: Options } : { readonly options: Options });

export type FileRule<Data, Options extends OptionsSchema = NoOptions> = RuleTexts<Data, Options> & {
  readonly check: (subject: FileSubject, report: Report<Data>, options: z.output<Options>) => void;
};

export type RepositoryRule<Data, Options extends OptionsSchema = NoOptions> = RuleTexts<Data, Options> & {
  readonly checkAll: (subject: RepositorySubject, report: RepositoryReport<Data>, options: z.output<Options>) => void;
};

/** Makes a rule that looks at one file at a time. With options: `defineRule<Data, typeof options>({ …, options, … })`. */
export function defineRule<Data, Options extends OptionsSchema = NoOptions>(rule: FileRule<Data, Options>): Rule {
  const decode = optionsOf<Options>(rule.options);
  const book = openBook(rule);
  let path = "";
  const reportHere = (span: Span, data: Data, confidence?: Confidence): void =>
    book.report(path, span, data, confidence);
  const report = Object.assign(reportHere, { indeterminate: (why: string) => book.indeterminate(path, why) });
  const checkFile = (subject: FileSubject, given?: RuleOptions): RuleResult => {
    ({ path } = subject);
    return book.fill(() => rule.check(subject, report, decode(given)));
  };
  return { ...describe(rule), checkFile, checkRepository: null };
}

/** Makes a rule that looks at all files together. */
export function defineRepositoryRule<Data, Options extends OptionsSchema = NoOptions>(
  rule: RepositoryRule<Data, Options>,
): Rule {
  const decode = optionsOf<Options>(rule.options);
  const book = openBook(rule);
  const report = Object.assign(book.report, { indeterminate: book.indeterminate });
  const checkRepository = (subject: RepositorySubject, given?: RuleOptions): RuleResult =>
    book.fill(() => rule.checkAll(subject, report, decode(given)));
  return { ...describe(rule), checkFile: null, checkRepository };
}

const noOptions: OptionsSchema = z.strictObject({});

/** Decodes options; the same object is decoded once. Throws for what the policy's reader would have refused. */
function optionsOf<Options extends OptionsSchema>(schema: OptionsSchema | undefined) {
  const known = new WeakMap<RuleOptions, z.output<Options>>();
  const none: RuleOptions = {};
  return (given: RuleOptions = none): z.output<Options> => {
    const before = known.get(given);
    if (before !== undefined) return before;
    const decoded = (schema ?? noOptions).parse(given) as z.output<Options>; // `Options` is the type of `schema`, or has no keys
    known.set(given, decoded);
    return decoded;
  };
}

type Texts<Data> = Pick<RuleTexts<Data, OptionsSchema>, "confidence" | "message" | "remedy">;

const nothing: RuleResult = { findings: [], indeterminate: [] };

/** What a rule says while it runs. One book serves all of its runs, since most say nothing and there are many. */
function openBook<Data>({ confidence: usual, message, remedy }: Texts<Data>) {
  let findings: RawFinding[] = [];
  let indeterminate: RawIndeterminate[] = [];
  return {
    report: (path: string, span: Span, data: Data, confidence: Confidence = usual): void =>
      void findings.push({ path, span, confidence, message: message(data), remedy: remedy(data) }),
    indeterminate: (path: string, reason: string): void => void indeterminate.push({ path, reason }),
    /** What is said during `run`. */
    fill(run: () => void): RuleResult {
      if (findings.length > 0) findings = []; // they are somebody's by now, or of a run that failed
      if (indeterminate.length > 0) indeterminate = [];
      run();
      return findings.length + indeterminate.length === 0 ? nothing : { findings, indeterminate };
    },
  };
}

type Described = RuleFacts & {
  readonly options?: OptionsSchema;
  readonly bad: string | Example;
  readonly good: string | Example;
};

function describe(rule: Described): Omit<Rule, "checkFile" | "checkRepository"> {
  const { id, name, severity, confidence, about, reach, summary, why, options = noOptions } = rule;
  const bad = toExample(rule.bad, about);
  const good = toExample(rule.good, about);
  return { id, name, severity, confidence, about, reach, summary, why, options, bad, good };
}
