import type { Finding, Inspection, Severity } from "../../domain/finding.ts";
import type { RuleFacts } from "../../rules/define-rule.ts";
import { fingerprintsOf } from "../render/fingerprint.ts";

const levels = { error: "error", warning: "warning", info: "note" } as const satisfies Readonly<
  Record<Severity, string>
>;

/**
 * The inspection as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). Columns count UTF-16 code units; a finding's
 * fingerprint stays the same while it moves to other lines.
 */
export function renderInspectionSarif(inspection: Inspection, rules: readonly RuleFacts[], version: string): string {
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const suppressed = inspection.suppressed ?? [];
  const all = [...inspection.findings, ...suppressed];
  const fingerprints = new Map(fingerprintsOf(all).map((one, index) => [all[index], one]));
  const toResult = (finding: Finding) => ({
    ...describe(finding, indexes.get(finding.rule) ?? -1),
    partialFingerprints: { "countersign/v1": fingerprints.get(finding) },
  });
  const run = {
    tool: { driver: { name: "Countersign", semanticVersion: version, rules: rules.map(toDescriptor) } },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository." } } },
    invocations: [
      {
        executionSuccessful: inspection.unread.length === 0,
        toolExecutionNotifications: inspection.unread.map(({ path, reason }) => ({
          level: "error",
          message: { text: `This file could not be checked: ${reason}.` },
          locations: [{ physicalLocation: { artifactLocation: toArtifact(path) } }],
        })),
      },
    ],
    results: [
      ...inspection.findings.map(toResult),
      ...suppressed.map((finding) => ({
        ...toResult(finding),
        suppressions: [{ kind: "inSource", status: "accepted", justification: finding.reason }],
      })),
      ...inspection.indeterminate.map(({ rule, path, reason }) => ({
        ruleId: rule,
        ruleIndex: indexes.get(rule) ?? -1,
        kind: "open",
        level: "none",
        message: { text: reason },
        locations: [{ physicalLocation: { artifactLocation: toArtifact(path) } }],
      })),
    ],
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return JSON.stringify(log, null, 2);
}

function toDescriptor({ id, name, severity, summary, why }: RuleFacts) {
  return {
    id,
    name,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    defaultConfiguration: { level: levels[severity] },
  };
}

function describe(finding: Finding, ruleIndex: number) {
  const { start, end } = finding.span;
  return {
    ruleId: finding.rule,
    ruleIndex,
    kind: "fail",
    level: levels[finding.severity],
    message: { text: `${finding.message} ${finding.remedy}` },
    baselineState: finding.isNew ? "new" : "unchanged",
    locations: [
      {
        physicalLocation: {
          artifactLocation: toArtifact(finding.path),
          region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
        },
      },
    ],
  };
}

function toArtifact(path: string) {
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}
