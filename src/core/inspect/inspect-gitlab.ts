import type { Finding, Inspection, Severity } from "../../domain/finding.ts";
import { sha256Hex } from "../../formats/sha256.ts";
import { countsAgainst } from "./inspect-json.ts";

const severities = { error: "major", warning: "minor", info: "info" } as const satisfies Readonly<
  Record<Severity, string>
>;

/** The inspection as a GitLab Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/). */
export function renderInspectionGitlab({ findings, suppressed = [], indeterminate, unread }: Inspection): string {
  const seen = new Map<string, number>();
  const fingerprint = (...parts: readonly string[]): string => {
    const text = parts.join("\0");
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return sha256Hex(`${text}\0${count}`);
  };
  const entries = [
    ...findings.map((finding) => toEntry(finding, fingerprint(finding.rule, finding.path, finding.message))),
    ...suppressed.map((finding) => ({
      ...toEntry(
        { ...finding, severity: "info" },
        fingerprint("silenced", finding.rule, finding.path, finding.message),
      ),
      description: `${finding.rule} ${finding.name}, silenced by a comment: ${finding.reason}`,
    })),
    ...indeterminate.map(({ rule, path, reason }) => ({
      description: `${rule}: ${reason}`,
      check_name: rule,
      fingerprint: fingerprint("open", rule, path, reason),
      severity: "info",
      location: { path, lines: { begin: 1 } },
    })),
    ...unread.map(({ path, reason }) => ({
      description: `This file could not be checked: ${reason}.`,
      check_name: "unread",
      fingerprint: fingerprint("unread", path),
      severity: "blocker",
      location: { path, lines: { begin: 1 } },
    })),
  ];
  return JSON.stringify(entries, null, 2);
}

function toEntry(finding: Finding, fingerprint: string) {
  const { rule, name, severity, path, span, message, remedy } = finding;
  return {
    description: `${rule} ${name}: ${message} ${remedy}`,
    check_name: rule,
    fingerprint,
    severity: countsAgainst(finding) ? severities[severity] : "info",
    location: { path, lines: { begin: span.start.line, end: span.end.line } },
  };
}
