import { expect, test } from "vitest";
import { withFindings } from "../../src/core/with-findings.ts";
import type { Finding } from "../../src/domain/finding.ts";
import { jobRequest } from "./decide/facts.ts";

const finding: Finding = {
  rule: "SEC-001",
  name: "credential",
  severity: "error",
  confidence: "high",
  message: "It is a credential.",
  remedy: "Take it out.",
  path: "dags/a.py",
  span: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
  isNew: true,
};

test("a change has what the rules found, and what they could not look into", () => {
  const unread = [{ path: "dags/b.py", reason: "it is a symbolic link" }];
  expect(withFindings(jobRequest, { findings: [finding], unread })).toEqual({
    ...jobRequest,
    findings: [{ rule: "SEC-001", severity: "error", path: "dags/a.py" }],
    unread: ["dags/b.py"],
  });
  expect(withFindings(jobRequest, { findings: [], unread: [] })).toEqual(jobRequest);
});
