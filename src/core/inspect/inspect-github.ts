import type { Finding, Inspection, Severity } from "../../domain/finding.ts";

const commands = {
  error: "error",
  warning: "warning",
  info: "notice",
} as const satisfies Readonly<Record<Severity, string>>;

/**
 * The inspection as workflow commands, which GitHub Actions shows as annotations. A finding that was there before the change
 * is a notice, whatever its severity.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderInspectionGithub({ findings, indeterminate, unread }: Inspection): string {
  const lines = [
    ...findings.map(toCommand),
    ...unread.map(
      ({ path, reason }) => `::error file=${property(path)}::${data(`This file could not be checked: ${reason}.`)}`,
    ),
    ...indeterminate.map(
      ({ rule, path, reason }) => `::notice file=${property(path)},title=${property(rule)}::${data(reason)}`,
    ),
  ];
  return lines.join("\n");
}

function toCommand({ rule, name, severity, path, span, message, remedy, isNew }: Finding): string {
  const command = isNew ? commands[severity] : "notice";
  const { start, end } = span;
  // Columns are for one line only: GitHub drops an annotation that gives them for several.
  const columns =
    start.line === end.line ? `,col=${start.column},endColumn=${Math.max(end.column - 1, start.column)}` : "";
  const place = `file=${property(path)},line=${start.line},endLine=${end.line}${columns}`;
  return `::${command} ${place},title=${property(`${rule} ${name}`)}::${data(`${message} ${remedy}`)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
