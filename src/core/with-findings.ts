import type { ChangeRequest } from "../domain/change.ts";
import type { Inspection } from "../domain/finding.ts";

/** A change with what the rules found in its files, and with those that they could not look into. */
export function withFindings(
  change: ChangeRequest,
  { findings, unread }: Pick<Inspection, "findings" | "unread">,
): ChangeRequest {
  return {
    ...change,
    findings: findings.map(({ rule, severity, path }) => ({ rule, severity, path })),
    ...(unread.length === 0 ? {} : { unread: unread.map(({ path }) => path) }),
  };
}
