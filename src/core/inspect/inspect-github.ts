import type { Finding, Inspection, Severity } from "../../domain/finding.ts";
import { countsAgainst } from "./inspect-json.ts";

const commands = {
  error: "error",
  warning: "warning",
  info: "notice",
} as const satisfies Readonly<Record<Severity, string>>;

/**
 * The inspection as workflow commands, which GitHub Actions shows as annotations. A finding that was there before the change
 * is a notice that says so, whatever its severity.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderInspectionGithub({ findings, suppressed = [], indeterminate, unread }: Inspection): string {
  const lines = [
    ...findings.map(toCommand),
    ...suppressed.map(
      ({ rule, path, span, message, reason }) =>
        `::notice file=${property(path)},line=${span.start.line},title=${property(`${rule} silenced`)}::${data(`${message} Silenced by a comment: ${reason}`)}`,
    ),
    ...unread.map(
      ({ path, reason }) => `::error file=${property(path)}::${data(`This file could not be checked: ${reason}.`)}`,
    ),
    ...indeterminate.map(
      ({ rule, path, reason }) => `::notice file=${property(path)},title=${property(rule)}::${data(reason)}`,
    ),
  ];
  return lines.join("\n");
}

function toCommand(finding: Finding): string {
  const { rule, name, severity, path, span, message, remedy } = finding;
  const counts = countsAgainst(finding);
  const command = counts ? commands[severity] : "notice";
  const age = counts ? "" : "It was there before this change, and is not counted: ";
  const { start, end } = span;
  // Columns are for one line only: GitHub drops an annotation that gives them for several.
  const columns =
    start.line === end.line ? `,col=${start.column},endColumn=${Math.max(end.column - 1, start.column)}` : "";
  const place = `file=${property(path)},line=${start.line},endLine=${end.line}${columns}`;
  return `::${command} ${place},title=${property(`${rule} ${name}`)}::${data(`${age}${message} ${remedy}`)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
