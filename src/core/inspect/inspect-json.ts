import type { Inspection } from "../../domain/finding.ts";

/** The inspection as `check --format json` prints it; docs/schemas/check.schema.json describes it. */
export function renderInspectionJson(inspection: Inspection): string {
  const { findings, indeterminate, unread, filesInspected } = inspection;
  const answer = {
    version: 1,
    ok: isGood(inspection),
    findings: findings.map(({ isNew, ...finding }) => ({ ...finding, new: isNew })),
    indeterminate,
    unread,
    filesInspected,
  };
  return JSON.stringify(answer, null, 2);
}

/** Whether nothing stands against the change: no new finding at `error`, and no file that could not be read. */
export function isGood({ findings, unread }: Inspection): boolean {
  return unread.length === 0 && !findings.some((finding) => finding.isNew && finding.severity === "error");
}
