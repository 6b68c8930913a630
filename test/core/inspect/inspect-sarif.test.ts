import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderInspectionSarif } from "../../../src/core/inspect/inspect-sarif.ts";
import type { Inspection } from "../../../src/domain/finding.ts";
import { allRules } from "../../../src/rules/rule-set.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { fuzzed } from "../../support/fuzzed.ts";
import { inspections } from "./any-inspection.ts";

/** The schema of the standard, as npm's `@microsoft/jest-sarif` 1.0.0-beta.0 has it (MIT); it is of JSON Schema's draft 4. */
const text = readFileSync(join(import.meta.dirname, "../../fixtures/sarif-2.1.0.schema.json"), "utf8");
const { $schema: _, id: __, ...schema } = JSON.parse(text);
const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
const validate = ajv.compile(schema);

const problemsOf = (inspection: Inspection) => {
  validate(JSON.parse(renderInspectionSarif(inspection, allRules, "0.1.0")));
  return validate.errors ?? [];
};

describe("SARIF 2.1.0 by the schema of the standard", () => {
  test("holds for any inspection, whatever is in its texts and paths", () => {
    fc.assert(
      fc.property(inspections, (inspection) => {
        expect(problemsOf(inspection)).toEqual([]);
      }),
      fuzzed(100),
    );
  });

  test("the schema refuses what is none", () => {
    const log = JSON.parse(
      renderInspectionSarif({ findings: [], indeterminate: [], filesInspected: 0, unread: [] }, allRules, "0.1.0"),
    );
    for (const wrong of [
      { ...log, version: "2.0.0" },
      { ...log, runs: [{ results: [] }] },
      { ...log, runs: [{ ...log.runs[0], results: [{ message: { text: "x" }, level: "fatal" }] }] },
    ])
      expect(validate(wrong)).toBe(false);
  });
});

test("a finding has the same fingerprint while it moves, and another one than its neighbours", async () => {
  const printsOf = async (text: string): Promise<readonly unknown[]> => {
    const inspection = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
    const log = JSON.parse(renderInspectionSarif(inspection, allRules, "0.1.0"));
    return log.runs[0].results.map((one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints);
  };
  const text = 'open("/etc/passwd")\nopen("/etc/passwd")\nopen("/etc/group")  # noqa: SEC-015 -- a test\n';
  const before = await printsOf(text);
  expect(before).toHaveLength(3);
  expect(new Set(before.map((one) => JSON.stringify(one))).size).toBe(3);
  expect(before[0]).toEqual({ "countersign/v1": expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(await printsOf(`"""Moved."""\n\n${text}`)).toEqual(before);
});
