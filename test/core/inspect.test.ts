import { describe, expect, test } from "vitest";
import { isOnChangedLine } from "../../src/core/inspect/changed-lines.ts";
import { assembleInspection } from "../../src/core/inspect.ts";
import type { Span } from "../../src/domain/finding.ts";
import type { RawFinding } from "../../src/rules/define-rule.ts";
import { rules } from "../../src/rules/index.ts";

const spanOf = (line: number, column = 1, endLine = line, endColumn = column + 1): Span => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});

const raw = (rule: string, path: string, line: number): { rule: string; what: RawFinding } => ({
  rule,
  what: { path, span: spanOf(line), confidence: "high", message: "M.", remedy: "R." },
});

const base = {
  files: new Map([
    ["a.py", { changedLines: [[2, 4]] as const }],
    ["b.py", { changedLines: null }],
  ]),
  raw: [
    {
      findings: [
        raw("SEC-001", "b.py", 9),
        raw("SEC-001", "a.py", 3),
        raw("SEC-001", "a.py", 1),
        raw("SYN-001", "a.py", 1),
      ],
      indeterminate: [],
    },
  ],
  filesInspected: 2,
  unread: [],
  rules,
  severities: {},
};

describe("what was said of all files becomes one answer", () => {
  test("in the order of paths and lines, new where a changed line is touched", () => {
    expect(
      assembleInspection(base).findings.map(({ path, rule, span, isNew }) => [path, span.start.line, rule, isNew]),
    ).toEqual([
      ["a.py", 1, "SEC-001", false],
      ["a.py", 1, "SYN-001", true],
      ["a.py", 3, "SEC-001", true],
      ["b.py", 9, "SEC-001", true],
    ]);
  });

  test("with the policy's severities; a rule that is off says nothing", () => {
    const severities = { "SEC-001": { severity: "warning", options: {} }, "SYN-001": "off" } as const;
    const { findings } = assembleInspection({ ...base, severities });
    expect(new Set(findings.map(({ rule, severity }) => `${rule} ${severity}`))).toEqual(new Set(["SEC-001 warning"]));
  });

  test("with options alone a rule keeps its severity", () => {
    const { findings } = assembleInspection({
      ...base,
      severities: { "SEC-001": { severity: null, options: { a: 1 } } },
    });
    expect(findings.find(({ rule }) => rule === "SEC-001")?.severity).toBe("error");
  });

  test("without repeats, and only of files that were asked about", () => {
    const twice = { findings: [raw("SEC-001", "b.py", 9), raw("SEC-001", "c.py", 1)], indeterminate: [] };
    expect(assembleInspection({ ...base, raw: [...base.raw, twice] }).findings).toHaveLength(4);
  });

  test("what cannot be known is kept apart, and falls silent with its rule", () => {
    const open = { rule: "JOB-003", what: { path: "a.py", reason: "r" } };
    const input = { ...base, raw: [{ findings: [], indeterminate: [open, open] }] };
    expect(assembleInspection(input).indeterminate).toEqual([{ rule: "JOB-003", path: "a.py", reason: "r" }]);
    expect(assembleInspection({ ...input, severities: { "JOB-003": "off" } }).indeterminate).toEqual([]);
  });
});

test.each([
  [spanOf(2), null, true],
  [spanOf(2), [], false],
  [spanOf(2), [[2, 3]], true],
  [spanOf(2), [[3, 4]], false],
  [spanOf(2), [[1, 2]], false],
  [spanOf(1, 1, 5, 3), [[5, 6]], true],
  [spanOf(1, 1, 5, 1), [[5, 6]], false],
  [spanOf(1, 1, 1, 1), [[1, 2]], true],
  [
    spanOf(3),
    [
      [2, 2],
      [3, 4],
    ],
    true,
  ],
] as const)("%j on changed lines %j: %s", (span, changed, expected) => {
  expect(isOnChangedLine(span, changed)).toBe(expected);
});
