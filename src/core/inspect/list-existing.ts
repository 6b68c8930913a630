import type { Finding, Severity } from "../../domain/finding.ts";
import { showPlainly } from "../render/show-plainly.ts";

/** More lines than these would hide what is new. */
const mostLines = 10;

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings of before a change, a line for those that say the same of one file, the gravest first. */
export function listExisting(
  grouped: readonly (readonly Finding[])[],
  show: (path: string) => string,
): readonly string[] {
  const lines = grouped.toSorted(([a], [b]) => weightOf(a) - weightOf(b)).map((same) => describe(same, show));
  const rest = lines.length - mostLines;
  if (rest <= 0) return lines;
  return [...lines.slice(0, mostLines), `… and ${rest} more; without \`--base\` all are shown in full.`];
}

function weightOf(finding: Finding | undefined): number {
  return finding === undefined ? weights.info : weights[finding.severity];
}

function describe(same: readonly Finding[], show: (path: string) => string): string {
  const [first] = same;
  if (first === undefined) return "";
  const { path, span, rule, severity, message } = first;
  const times = same.length === 1 ? "" : ` (${same.length} times)`;
  return `${show(path)}:${span.start.line}:${span.start.column}: ${severity}[${rule}]: ${showPlainly(message)}${times}`;
}
