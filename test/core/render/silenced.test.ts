import { describe, expect, test } from "vitest";
import { lineFindings, silencedLines, validationCheck } from "../../../src/core/render/checks.ts";
import type { Finding, Inspection, SuppressedFinding } from "../../../src/domain/finding.ts";

const finding: Finding = {
  rule: "S608",
  name: "hardcoded-sql-expression",
  severity: "warning",
  confidence: "medium",
  message: "Possible SQL injection.",
  remedy: "Hand the values over as parameters.",
  path: "dags/a.py",
  span: { start: { line: 3, column: 1 }, end: { line: 3, column: 9 } },
  isNew: true,
};
const silenced: SuppressedFinding = { ...finding, reason: "the <table> is ours, @ada" };
const nothing: Inspection = { findings: [], indeterminate: [], filesInspected: 1, unread: [] };

describe("what comments silence is shown to whoever approves", () => {
  test("with its place and reason, a stranger's words as words", () => {
    expect(silencedLines({ ...nothing, suppressed: [silenced] })).toEqual([
      "- 🔇 **S608** in `dags/a.py` on line 3 is silenced: the \\<table\\> is ours, @\u200bada (Possible SQL injection.)",
    ]);
  });

  test("of the change alone, and no more than can be read", () => {
    expect(silencedLines({ ...nothing, suppressed: [{ ...silenced, isNew: false }] })).toEqual([]);
    const lines = silencedLines({ ...nothing, suppressed: Array.from({ length: 30 }, () => silenced) });
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toContain("10 more silenced findings");
  });

  test("in the check, which counts them and is good", () => {
    const check = validationCheck({ ...nothing, suppressed: [silenced] }, "refs/heads/main", "enforce");
    expect(check).toMatchObject({ conclusion: "success", title: "1 silenced finding" });
    expect(check.summary).toContain("is silenced");
  });
});

test("what was there before the change is counted apart, unless the policy counts it", () => {
  const old = { ...finding, severity: "error", isNew: false } as const;
  const check = validationCheck({ ...nothing, findings: [old] }, "refs/heads/main", "enforce");
  expect(check).toMatchObject({ conclusion: "success", annotations: [] });
  expect(check.summary).toContain("- 1 finding was there before this change, and not counted.");
  const counted = { ...nothing, findings: [{ ...old, counts: true }] };
  expect(validationCheck(counted, "refs/heads/main", "enforce")).toMatchObject({ conclusion: "failure" });
  expect(lineFindings(counted)).toHaveLength(1);
});

test("what is only worth knowing gets no comment of its own", () => {
  expect(lineFindings({ ...nothing, findings: [{ ...finding, severity: "info" }] })).toEqual([]);
});
