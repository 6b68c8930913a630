import type { Finding, Inspection, Severity } from "../../domain/finding.ts";
import { countOf } from "../../formats/count-of.ts";
import { describeConsequences } from "../consequences/describe-consequences.ts";
import { showPlainly } from "../render/show-plainly.ts";
import { countsAgainst, isGood } from "./inspect-json.ts";
import { renderSourceLine } from "./inspect-source-line.ts";
import { listExisting } from "./list-existing.ts";

export interface TextSettings {
  /** The text of a file, for the source line; `null` where it is not at hand. */
  readonly textOf: (path: string) => string | null;
  /** How a path is shown, such as relative to where the user stands. */
  readonly showPath: (path: string) => string;
  readonly isColoured: boolean;
  /** For the next runs of DAGs. Default: the epoch. */
  readonly now?: Date;
}

type Paint = (style: keyof typeof styles, text: string) => string;

const styles = { bold: "1", red: "1;31", yellow: "1;33", blue: "1;34", dim: "2", green: "1;32" } as const;

const colours = { error: "red", warning: "yellow", info: "blue" } as const satisfies Readonly<Record<Severity, string>>;

/** The inspection for people: each finding with its place, source line, caret and remedy, and what it comes to. */
export function renderInspectionText(inspection: Inspection, settings: TextSettings): string {
  const paint: Paint = (style, text) => (settings.isColoured ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
  const show = (path: string): string => showPlainly(settings.showPath(path));
  const { findings, suppressed = [] } = inspection;
  const all = [...findings, ...suppressed];
  const render = (same: readonly Finding[]): string => renderFindings(same, all, settings, paint);
  const sections = [
    ...groupSame(findings.filter(countsAgainst)).map(render),
    ...suppressed.map(
      ({ rule, path, span, message, reason }) =>
        `${paint("bold", `${show(path)}:${span.start.line}:${span.start.column}`)}: ${paint("dim", `silenced[${rule}]`)}: ${showPlainly(message)}\n  ${paint("dim", "=")} ${showPlainly(reason)}\n`,
    ),
    ...inspection.indeterminate.map(
      ({ rule, path, reason }) =>
        `${paint("bold", show(path))}: ${paint("blue", `open[${rule}]`)}: ${showPlainly(reason)}\n`,
    ),
    ...inspection.unread.map(
      ({ path, reason }) => `${paint("bold", show(path))}: ${paint("red", "unread")}: ${showPlainly(reason)}\n`,
    ),
    ...renderConsequences(inspection, settings, paint),
    ...renderExisting(inspection, show, paint),
    summarise(inspection, paint),
  ];
  return sections.join("\n");
}

/** What the change would do, where that is known and anything. */
function renderConsequences({ consequences }: Inspection, { now }: TextSettings, paint: Paint): readonly string[] {
  const lines = consequences === undefined ? [] : describeConsequences(consequences, now ?? new Date(0));
  if (lines.length === 0) return [];
  const list = lines.map((line) => `  - ${showPlainly(line)}\n`).join("");
  return [`${paint("bold", "What this change would do:")}\n${list}`];
}

/** What was there before, shortened: it is not the change's matter. */
function renderExisting({ findings }: Inspection, show: (path: string) => string, paint: Paint): readonly string[] {
  const lines = listExisting(groupSame(findings.filter((finding) => !countsAgainst(finding))), show);
  if (lines.length === 0) return [];
  const list = lines.map((line) => `  - ${line}\n`).join("");
  return [`${paint("bold", "What was there before it, and is not counted:")}\n${paint("dim", list)}`];
}

/** Findings that say the same of one file stand together, where the first of them stands. */
function groupSame(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  return [...Map.groupBy(findings, ({ path, rule, message }) => JSON.stringify([path, rule, message])).values()];
}

function renderFindings(
  same: readonly Finding[],
  all: readonly Finding[],
  settings: TextSettings,
  paint: Paint,
): string {
  const [finding, ...others] = same;
  if (finding === undefined) return "";
  const { path, span, rule, severity, message, remedy, isNew } = finding;
  const place = `${showPlainly(settings.showPath(path))}:${span.start.line}:${span.start.column}`;
  const label = paint(colours[severity], `${severity}[${rule}]`);
  const age = isNew ? "" : ` ${paint("dim", "(was there before)")}`;
  const head = `${paint("bold", place)}: ${label}: ${paint("bold", showPlainly(message))}${age}`;

  const text = settings.textOf(path);
  const secrets = all.filter((other) => other.path === path && isOfSecret(other.rule)).map((other) => other.span);
  const source = text === null ? null : renderSourceLine(text, span, secrets);
  const gutter = " ".repeat(String(span.start.line).length);
  const bar = paint("dim", "|");
  const lines = [head];
  if (source !== null) {
    lines.push(`${gutter} ${bar}`);
    lines.push(`${paint("dim", String(span.start.line))} ${bar} ${source.line}`.trimEnd());
    lines.push(`${gutter} ${bar} ${source.indent}${paint(colours[severity], source.caret)}`);
  }
  if (others.length > 0) lines.push(`${gutter} ${paint("dim", "=")} ${describeOthers(others)}`);
  lines.push(`${gutter} ${paint("dim", "=")} ${showPlainly(remedy)}\n`);
  return lines.join("\n");
}

const mostOthers = 12;

/** `The same on lines 3, 5 and 9.` */
function describeOthers(others: readonly Finding[]): string {
  const numbers = [...new Set(others.map(({ span }) => String(span.start.line)))];
  const shown = numbers.slice(0, mostOthers);
  const rest = numbers.length - shown.length;
  const words = joinWords(rest > 0 ? [...shown, `${rest} more`] : shown);
  return `The same on line${numbers.length === 1 ? "" : "s"} ${words}.`;
}

/** Rules whose findings stand on a secret itself. */
function isOfSecret(rule: string): boolean {
  return (
    /^SEC-0(?:01|33)$/.test(rule) ||
    /^S10[567]$/.test(rule) ||
    ["ENV-007", "ENV-023", "ENV-027", "RES-005"].includes(rule)
  );
}

function summarise(inspection: Inspection, paint: Paint): string {
  const { findings, suppressed = [], indeterminate, unread, filesInspected } = inspection;
  const fresh = findings.filter(countsAgainst);
  const counts = (["error", "warning", "info"] as const)
    .map((severity) => ({ severity, count: fresh.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => paint(colours[severity], countOf(count, severity === "info" ? "note" : severity)));
  const files = countOf(filesInspected, "file");
  const parts = [
    filesInspected === 0 && unread.length === 0 ? "There was nothing to check." : null,
    counts.length > 0 ? `${joinWords(counts)} in ${files}.` : null,
    counts.length === 0 && filesInspected > 0
      ? `${isGood(inspection) ? paint("green", "Good") : "No finding"}: ${files} checked.`
      : null,
    fresh.length < findings.length
      ? `${countOf(findings.length - fresh.length, "finding")} from before the change, not counted.`
      : null,
    suppressed.length > 0 ? `${countOf(suppressed.length, "finding")} silenced by comments.` : null,
    indeterminate.length > 0 ? `${countOf(indeterminate.length, "matter")} cannot be known before deploy.` : null,
    unread.length > 0 ? paint("red", `${countOf(unread.length, "file")} could not be checked.`) : null,
  ];
  return parts.filter((part) => part !== null).join(" ");
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
