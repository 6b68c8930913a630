import type { Consequences } from "../../domain/consequences.ts";
import type { Finding, Inspection } from "../../domain/finding.ts";
import { describeConsequences, plannedRuns } from "../consequences/describe-consequences.ts";
import { digestConsequences } from "../consequences/digest-consequences.ts";

/** The inspection as `check --format json` prints it; docs/schemas/check.schema.json describes it. `now` is for the next runs. */
export function renderInspectionJson(inspection: Inspection, now: Date = new Date(0)): string {
  const { findings, suppressed = [], indeterminate, unread, filesInspected, consequences } = inspection;
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
    ...(consequences === undefined ? {} : { consequences: consequencesToJson(consequences, now) }),
  };
  return JSON.stringify(answer, null, 2);
}

function consequencesToJson(consequences: Consequences, now: Date) {
  const { items, datasets, unclear } = consequences;
  return {
    sha256: digestConsequences(consequences),
    lines: describeConsequences(consequences, now),
    items: items.map(({ isCertain, ...item }) => ({ ...item, certain: isCertain })),
    runs: plannedRuns(consequences, now),
    datasets,
    unclear,
  };
}

/** Whether nothing stands against the change: no finding at `error` that counts, and no file that could not be read. */
export function isGood({ findings, unread }: Inspection): boolean {
  return unread.length === 0 && !findings.some((finding) => countsAgainst(finding) && finding.severity === "error");
}

/** Whether a finding is held against the change: it is new, or the policy counts what was there before. */
export function countsAgainst({ isNew, counts }: Pick<Finding, "isNew" | "counts">): boolean {
  return isNew || counts === true;
}
