import { expect, test } from "vitest";
import { fingerprintsOf } from "../../../src/core/render/fingerprint.ts";
import type { Finding } from "../../../src/domain/finding.ts";

const finding: Finding = {
  rule: "SYN-001",
  name: "syntax",
  severity: "error",
  confidence: "high",
  message: "Expected an indented block.",
  remedy: "Indent it.",
  path: "dags/a.py",
  span: { start: { line: 3, column: 1 }, end: { line: 3, column: 2 } },
  isNew: true,
};

const moved: Finding = { ...finding, span: { start: { line: 9, column: 1 }, end: { line: 9, column: 2 } } };

test("a finding that moves to another line keeps its fingerprint", () => {
  expect(fingerprintsOf([moved])).toEqual(fingerprintsOf([finding]));
});

test("two alike in one file are two, in a stable order", () => {
  const [first, second] = fingerprintsOf([finding, moved]);
  expect(first).not.toBe(second);
  expect(fingerprintsOf([finding])).toEqual([first]);
});

test.each([{ rule: "SEC-001" }, { path: "dags/b.py" }, { message: "Something else." }])("differs with %j", (other) => {
  expect(fingerprintsOf([{ ...finding, ...other }])).not.toEqual(fingerprintsOf([finding]));
});
