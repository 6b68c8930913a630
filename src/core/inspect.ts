import type { Finding, Indeterminate, Inspection, SuppressedFinding } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { compareText } from "../formats/compare-text.ts";
import { firstWhere } from "../formats/first-where.ts";
import type { NoqaComment } from "../formats/noqa-comments.ts";
import { type RuleSettings, settingsOf } from "../policy/rule-settings.ts";
import type { RawFinding, RuleFacts } from "../rules/define-rule.ts";
import { type ChangedLines, isOnChangedLine, lastLineOf } from "./inspect/changed-lines.ts";
import { type Baseline, findExisting } from "./inspect/find-existing.ts";
import type { RawInspection, RuleOutcome } from "./inspect/run-rules.ts";
import { tellOnce } from "./inspect/tell-once.ts";

export interface AssemblyInput {
  readonly files: ReadonlyMap<string, { readonly changedLines: ChangedLines }>;
  readonly raw: readonly RawInspection[];
  readonly filesInspected: number;
  readonly unread: Inspection["unread"];
  readonly rules: readonly RuleFacts[];
  /** What the policy's `rules` say; a rule that they do not name keeps its own severity. */
  readonly severities: Policy["rules"];
  /** By path, the comments that want findings to be silent. Absent: there are none. */
  readonly noqa?: ReadonlyMap<string, readonly NoqaComment[]>;
  /** What was said of the files before the change; absent: it is not known, and a finding is new where its lines are. */
  readonly baseline?: Baseline;
}

/** Joins what was said of all files into one answer: severities as the policy has them, in a stable order, without repeats. */
export function assembleInspection(input: AssemblyInput): Inspection {
  const rules = new Map(
    input.rules.map((rule) => [rule.id, { rule, settings: settingsOf(rule, input.severities) }] as const),
  );
  const isWanted = ({ rule, what }: RuleOutcome<{ readonly path: string }>): boolean =>
    (rules.get(rule)?.settings.severity ?? "off") !== "off" && input.files.has(what.path);

  const raw = input.raw.flatMap((one) => one.findings).filter(isWanted);
  const existing = listExisting(raw, input);
  const all = raw.flatMap((one) => {
    const wanted = rules.get(one.rule);
    return wanted === undefined ? [] : toFinding(wanted.rule, wanted.settings, one.what, !existing.has(one));
  });
  const findings = withoutRepeats(all.sort(compareFindings));
  const comments = byPlace(input.noqa);
  const suppressed = findings.flatMap((finding) => suppress(finding, rules.get(finding.rule)?.settings, comments));
  const silent = new Set(suppressed.map(({ finding }) => finding));
  const indeterminate = input.raw
    .flatMap((one) => one.indeterminate)
    .filter(isWanted)
    .map(({ rule, what }): Indeterminate => ({ rule, path: what.path, reason: what.reason }));

  return {
    findings: tellOnce(findings.filter((finding) => !silent.has(finding))),
    ...(suppressed.length === 0
      ? {}
      : { suppressed: suppressed.map(({ finding, reason }): SuppressedFinding => ({ ...finding, reason })) }),
    indeterminate: withoutRepeats(
      indeterminate.sort(
        (a, b) => compareText(a.path, b.path) || compareText(a.rule, b.rule) || compareText(a.reason, b.reason),
      ),
    ),
    filesInspected: input.filesInspected,
    unread: input.unread.toSorted((a, b) => compareText(a.path, b.path)),
  };
}

/** Findings that were there before the change. */
function listExisting(
  raw: readonly RuleOutcome<RawFinding>[],
  { files, rules, baseline }: AssemblyInput,
): ReadonlySet<RuleOutcome<RawFinding>> {
  const ofWholeFile = new Set(rules.filter(({ reach }) => reach === "file").map(({ id }) => id));
  const linesOf = (path: string): ChangedLines => files.get(path)?.changedLines ?? null;
  const byLines = raw.filter(
    ({ rule, what }) => !ofWholeFile.has(rule) && !isOnChangedLine(what.span, linesOf(what.path)),
  );
  if (baseline === undefined) return new Set(byLines);
  const isCompared = ({ what }: RuleOutcome<RawFinding>): boolean => baseline.placeBefore(what.path) !== undefined;
  const unchanged = new Set(byLines);
  const unchangedFirst = [...byLines, ...raw.filter((one) => !unchanged.has(one))].filter(isCompared);
  return new Set([
    ...byLines.filter((one) => !isCompared(one)),
    ...findExisting(unchangedFirst, baseline, { ofWholeFile, unchanged }),
  ]);
}

function toFinding(
  { id, name }: RuleFacts,
  { severity, existing }: RuleSettings,
  { path, span, confidence, message, remedy }: RawFinding,
  isNew: boolean,
): readonly Finding[] {
  if (severity === "off") return [];
  const counts = !isNew && existing === "block" ? { counts: true } : {};
  return [{ rule: id, name, severity, confidence, message, remedy, path, span, isNew, ...counts }];
}

/** Rules whose findings no comment silences: of what is no program, and of such comments themselves. */
const neverSilent: ReadonlySet<string> = new Set(["SYN-001", "HYG-090", "HYG-091"]);

/** By path and rule, the comments that give a reason, from the first line to the last. */
type CommentsByPlace = ReadonlyMap<string, ReadonlyMap<string, readonly Silencing[]>>;
type Silencing = Pick<SuppressedFinding, "reason"> & Pick<NoqaComment, "line">;

function byPlace(noqa: AssemblyInput["noqa"]): CommentsByPlace {
  const ofFile = (comments: readonly NoqaComment[]): ReadonlyMap<string, readonly Silencing[]> => {
    const all = comments.flatMap(({ line, codes, reason }) =>
      reason === null ? [] : [...new Set(codes)].map((rule) => ({ rule, line, reason })),
    );
    return Map.groupBy(all, ({ rule }) => rule);
  };
  return new Map([...(noqa ?? [])].map(([path, comments]) => [path, ofFile(comments)]));
}

/** A finding that a comment on one of its lines silences, with the reason that the comment gives. */
function suppress(
  finding: Finding,
  settings: RuleSettings | undefined,
  comments: CommentsByPlace,
): readonly { readonly finding: Finding; readonly reason: string }[] {
  const { rule, path, span } = finding;
  if (settings?.suppress !== "allow" || neverSilent.has(rule)) return [];
  const own = comments.get(path)?.get(rule) ?? [];
  const comment = own[firstWhere(own, ({ line }) => span.start.line <= line)];
  return comment === undefined || comment.line > lastLineOf(span) ? [] : [{ finding, reason: comment.reason }];
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

function withoutRepeats<T>(sorted: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return sorted.filter((one) => {
    const key = JSON.stringify(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
