import type { Decision, DecisionStatus } from "../../domain/decision.ts";
import type { Finding, Inspection } from "../../domain/finding.ts";
import type { CheckConclusion, CheckReport, LineFinding } from "../../domain/report.ts";
import { countOf } from "../../formats/count-of.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { isHeldBack, type PolicyMode } from "../held-back.ts";
import { countsAgainst } from "../inspect/inspect-json.ts";
import { renderApprovals, renderTree } from "./decision-text.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import { code, plain, shortRef } from "./markdown.ts";

/** A check's name carries the base branch: one head may belong to changes with several bases. */
export function checkName(check: "validation" | "approval", baseRef: string): string {
  return `countersign/${check}: ${shortRef(baseRef)}`;
}

/** Whether the validation of a change holds it back: an error on its own lines, or a file that could not be read. */
export function isValid(inspection: Inspection): boolean {
  return blockingFindings(inspection).length === 0 && inspection.unread.length === 0;
}

/** Whether the validation keeps a change from landing and from being deployed. A policy that only observes holds nothing back. */
export function holdsBack(inspection: Inspection, mode: PolicyMode): boolean {
  return mode === "enforce" && !isValid(inspection);
}

/** What the rules said, as a check that is complete on its own. */
export function validationCheck(inspection: Inspection, baseRef: string, mode: PolicyMode): CheckReport {
  const found = inspection.findings.filter(countsAgainst);
  const errors = blockingFindings(inspection);
  const good = isValid(inspection);
  return {
    name: checkName("validation", baseRef),
    conclusion: holdsBack(inspection, mode) ? "failure" : "success",
    title: observed(mode, good, validationTitle(inspection, errors)),
    summary: [
      good
        ? "Nothing in this change has to be mended before it can be merged."
        : "Mend the lines below and push; each finding says how. The check runs again by itself.",
      ...found.map(findingItem),
      ...silencedLines(inspection),
      ...beforeLine(inspection, found.length),
      ...inspection.unread.map((one) => `- ${code(one.path)} could not be examined: ${plain(one.reason)}`),
      ...inspection.indeterminate.map(
        (one) => `- ${code(one.path)} (${one.rule}) cannot be known before it is deployed: ${plain(one.reason)}`,
      ),
    ].join("\n"),
    annotations: found,
  };
}

const conclusionOf: Readonly<Record<DecisionStatus, CheckConclusion>> = {
  approved: "success",
  pending: "action_required",
  rejected: "failure",
  failed: "failure",
};

/** Who must agree, who did, and who is awaited, as a check that is complete on its own. */
export function approvalCheck(decision: Decision, baseRef: string, mode: PolicyMode): CheckReport {
  const good = decision.status === "approved";
  return {
    name: checkName("approval", baseRef),
    conclusion: isHeldBack(decision, mode) ? conclusionOf[decision.status] : "success",
    title: isHeldBack(decision, mode) ? decision.summary : observed(mode, good, decision.summary),
    summary: [renderTree(decision.tree), renderApprovals(decision.approvals), policyLine(decision)]
      .filter((part) => part !== "")
      .join("\n\n"),
    annotations: [],
  };
}

/** A decision without a policy has no digest of one. */
function policyLine({ policy }: Decision): string {
  return policy.sha256 === "" ? "Policy: none yet." : `Policy: ${plain(policy.name)}.`;
}

/** What comments in the change silence: whoever approves weighs the reasons. */
export function silencedLines({ suppressed = [] }: Inspection): readonly string[] {
  const fresh = suppressed.filter(({ isNew }) => isNew);
  const shown = fresh.slice(0, mostSilenced).map(({ rule, path, span, message, reason }) => {
    const place = `${code(path)} on line ${span.start.line}`;
    return `- 🔇 **${rule}** in ${place} is silenced: ${plain(reason)} (${plain(message)})`;
  });
  return fresh.length > mostSilenced
    ? [...shown, `- 🔇 … and ${fresh.length - mostSilenced} more silenced findings, which \`countersign check\` lists.`]
    : shown;
}

const mostSilenced = 20;

function beforeLine({ findings }: Inspection, counted: number): readonly string[] {
  const before = count(findings.length - counted, "finding was", "findings were");
  return before === null ? [] : [`- ${before} there before this change, and not counted.`];
}

/** The findings that are held against the change, as line comments; what is only worth knowing stands in the check. */
export function lineFindings(inspection: Inspection): readonly LineFinding[] {
  const found = inspection.findings.filter((finding) => countsAgainst(finding) && finding.severity !== "info");
  const fingerprints = fingerprintsOf(found);
  return found.map((finding, index) => ({
    fingerprint: fingerprints[index] ?? "",
    path: finding.path,
    line: finding.span.start.line,
    body: `**${finding.rule}** (${finding.severity}): ${plain(finding.message)}\n\n${plain(finding.remedy)}`,
  }));
}

/** The findings that hold a change back: errors that it brings, or that the policy counts. */
export function blockingFindings(inspection: Inspection): readonly Finding[] {
  return inspection.findings.filter((finding) => countsAgainst(finding) && finding.severity === "error");
}

/** What makes a validation fail, as a clause that goes on after "but": how much there is, and the first few places. */
export function describeInvalid(inspection: Inspection): string {
  const errors = blockingFindings(inspection);
  const what = [
    count(errors.length, "error"),
    count(inspection.unread.length, "file that could not be examined", "files that could not be examined"),
  ].filter((part) => part !== null);
  const places = [
    ...errors.map(({ rule, path, span }) => `${rule} in ${quoteName(path)} on line ${span.start.line}`),
    ...inspection.unread.map(({ path, reason }) => `${quoteName(path)}: ${reason}`),
  ];
  const more = places.length > 3 ? `; and ${places.length - 3} more` : "";
  return `its validation has ${what.join(" and ")} (${places.slice(0, 3).join("; ")}${more})`;
}

function validationTitle(inspection: Inspection, errors: readonly Finding[]): string {
  const parts = [
    count(errors.length, "error"),
    count(inspection.findings.filter((one) => countsAgainst(one) && one.severity === "warning").length, "warning"),
    count((inspection.suppressed ?? []).filter(({ isNew }) => isNew).length, "silenced finding"),
    count(inspection.unread.length, "file that could not be examined", "files that could not be examined"),
  ].filter((part) => part !== null);
  const examined = count(inspection.filesInspected, "file") ?? "no files";
  return parts.length === 0 ? `No findings (${examined} examined)` : parts.join(", ");
}

function findingItem(finding: Finding): string {
  const place = `${finding.path}:${finding.span.start.line}`;
  return `- ${code(place)} **${finding.rule}** (${finding.severity}): ${plain(finding.message)} ${plain(finding.remedy)}`;
}

function observed(mode: PolicyMode, good: boolean, title: string): string {
  return mode === "observe" && !good ? `Observing only, nothing is held back: ${title}` : title;
}

function count(number: number, one: string, many?: string): string | null {
  return number === 0 ? null : countOf(number, one, many);
}
