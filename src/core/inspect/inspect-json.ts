import type { Finding, Inspection } from "../../domain/finding.ts";

/** The inspection as `check --format json` prints it; docs/schemas/check.schema.json describes it. */
export function renderInspectionJson(inspection: Inspection): string {
  const { findings, suppressed = [], indeterminate, unread, filesInspected } = inspection;
  const answer = {
    version: 1,
    ok: isGood(inspection),
    findings: findings.map((finding) => {
      const { isNew, counts: _, ...rest } = finding;
      return { ...rest, new: isNew, counts: countsAgainst(finding) };
    }),
    suppressed: suppressed.map(({ isNew, counts: _, ...finding }) => ({ ...finding, new: isNew })),
    indeterminate,
    unread,
    filesInspected,
  };
  return JSON.stringify(answer, null, 2);
}

/** Whether nothing stands against the change: no finding at `error` that counts, and no file that could not be read. */
export function isGood({ findings, unread }: Inspection): boolean {
  return unread.length === 0 && !findings.some((finding) => countsAgainst(finding) && finding.severity === "error");
}

/** Whether a finding is held against the change: it is new, or the policy counts what was there before. */
export function countsAgainst({ isNew, counts }: Pick<Finding, "isNew" | "counts">): boolean {
  return isNew || counts === true;
}
