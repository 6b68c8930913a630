import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { renderInspectionGithub } from "../../../src/core/inspect/inspect-github.ts";
import { renderInspectionGitlab } from "../../../src/core/inspect/inspect-gitlab.ts";
import { renderInspectionJson } from "../../../src/core/inspect/inspect-json.ts";
import { renderInspectionText } from "../../../src/core/inspect/inspect-text.ts";
import type { Inspection } from "../../../src/domain/finding.ts";
import { fuzzed } from "../../support/fuzzed.ts";
import { inspections } from "./any-inspection.ts";

function holdsForAny(check: (inspection: Inspection) => void): void {
  fc.assert(fc.property(inspections, check), fuzzed(100));
}

const countOf = ({ findings, suppressed = [], indeterminate, unread }: Inspection): number =>
  findings.length + suppressed.length + indeterminate.length + unread.length;

test("JSON is what its schema says", () => {
  const schema = readFileSync(join(import.meta.dirname, "../../../docs/schemas/check.schema.json"), "utf8");
  const validate = new Ajv2020().compile(JSON.parse(schema));
  holdsForAny((inspection) => {
    expect(validate(JSON.parse(renderInspectionJson(inspection))), JSON.stringify(validate.errors)).toBe(true);
  });
});

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const gitlab = z.array(
  z.object({
    description: z.string().min(1),
    check_name: z.string(),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    severity: z.enum(["info", "minor", "major", "critical", "blocker"]),
    location: z.object({
      path: z.string(),
      lines: z.object({ begin: z.int().min(1), end: z.int().min(1).optional() }),
    }),
  }),
);

test("GitLab's report has all that GitLab asks for, and a fingerprint for each entry", () => {
  holdsForAny((inspection) => {
    const entries = gitlab.parse(JSON.parse(renderInspectionGitlab(inspection)));
    expect(entries).toHaveLength(countOf(inspection));
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
  });
});

/** As the runner of GitHub reads a line: the command, its properties parted by commas, two colons, its text. */
const command = /^::(?:error|warning|notice) (?:[a-zA-Z]+=[^,:\r\n]*)(?:,[a-zA-Z]+=[^,:\r\n]*)*::[^\r\n]*$/;

test("GitHub's commands are one line each, whatever is in their texts", () => {
  holdsForAny((inspection) => {
    const text = renderInspectionGithub(inspection);
    const lines = text === "" ? [] : text.split("\n");
    expect(lines).toHaveLength(countOf(inspection));
    for (const line of lines) expect(line).toMatch(command);
  });
});

test("text for a terminal has no control character of a stranger", () => {
  holdsForAny((inspection) => {
    const text = renderInspectionText(inspection, {
      textOf: (path) => `${path}\u001b[2J\n\u202e`,
      showPath: (path) => path,
      isColoured: false,
    });
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
