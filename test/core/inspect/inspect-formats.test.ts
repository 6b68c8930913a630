import { describe, expect, test } from "vitest";
import { renderInspectionGithub } from "../../../src/core/inspect/inspect-github.ts";
import { renderInspectionGitlab } from "../../../src/core/inspect/inspect-gitlab.ts";
import { isGood, renderInspectionJson } from "../../../src/core/inspect/inspect-json.ts";
import { renderInspectionSarif } from "../../../src/core/inspect/inspect-sarif.ts";
import type { Finding, Inspection } from "../../../src/domain/finding.ts";
import { rules } from "../../../src/rules/index.ts";

const finding: Finding = {
  rule: "SYN-001",
  name: "python-syntax",
  severity: "error",
  confidence: "high",
  message: "100% wrong.",
  remedy: "Mend it.",
  path: "dags/a, b:c.py",
  span: { start: { line: 2, column: 3 }, end: { line: 2, column: 5 } },
  isNew: true,
};
const old: Finding = { ...finding, isNew: false };
const warning: Finding = {
  ...finding,
  severity: "warning",
  span: { start: { line: 1, column: 1 }, end: { line: 3, column: 2 } },
};
const inspection: Inspection = {
  findings: [finding, old, warning],
  indeterminate: [{ rule: "JOB-003", path: "jobs/a.yml", reason: "It cannot be known." }],
  filesInspected: 4,
  unread: [{ path: "dags/b.py", reason: "it is too large" }],
};

test("good is: no new error, no unread file", () => {
  const clean = { ...inspection, unread: [] };
  expect(isGood({ ...clean, findings: [old, warning] })).toBe(true);
  expect(isGood({ ...clean, findings: [finding] })).toBe(false);
  expect(isGood({ ...inspection, findings: [] })).toBe(false);
});

test("JSON says `new`", () => {
  const json = JSON.parse(renderInspectionJson(inspection));
  expect(json).toMatchObject({
    version: 1,
    ok: false,
    filesInspected: 4,
    findings: [{ new: true }, { new: false }, {}],
  });
  expect(json.findings[0]).not.toHaveProperty("isNew");
});

describe("GitHub's workflow commands", () => {
  const lines = renderInspectionGithub(inspection).split("\n");

  test("are escaped as GitHub reads them, columns with an inclusive end", () => {
    expect(lines[0]).toBe(
      "::error file=dags/a%2C b%3Ac.py,line=2,endLine=2,col=3,endColumn=4,title=SYN-001 python-syntax::100%25 wrong. Mend it.",
    );
  });

  test("old findings are notices, and several lines have no columns", () => {
    expect(lines[1]).toMatch(/^::notice .*::It was there before this change, and is not counted: \S/);
    expect(lines.filter((line) => line.includes("was there before")).length).toBe(1);
    expect(lines[2]).toMatch(/^::warning file=[^:]+,line=1,endLine=3,title=/);
  });

  test("unread files are errors, open matters notices", () => {
    expect(lines[3]).toBe("::error file=dags/b.py::This file could not be checked: it is too large.");
    expect(lines[4]).toBe("::notice file=jobs/a.yml,title=JOB-003::It cannot be known.");
  });
});

test("GitLab's Code Quality: a fingerprint for each, the same again on other lines", () => {
  const entries = JSON.parse(renderInspectionGitlab(inspection));
  expect(entries.map((one: { severity: string }) => one.severity)).toEqual([
    "major",
    "info",
    "minor",
    "info",
    "blocker",
  ]);
  expect(new Set(entries.map((one: { fingerprint: string }) => one.fingerprint)).size).toBe(5);
  const moved = { ...finding, span: { start: { line: 9, column: 1 }, end: { line: 9, column: 2 } } };
  const [again] = JSON.parse(renderInspectionGitlab({ ...inspection, findings: [moved] }));
  expect(again.fingerprint).toBe(entries[0].fingerprint);
});

test("SARIF: levels, regions, baseline, notifications", () => {
  const { runs, version } = JSON.parse(renderInspectionSarif(inspection, rules, "0.1.0"));
  expect(version).toBe("2.1.0");
  const [run] = runs;
  expect(run.results[0]).toMatchObject({
    ruleId: "SYN-001",
    level: "error",
    baselineState: "new",
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "dags/a%2C%20b%3Ac.py", uriBaseId: "SRCROOT" },
          region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 5 },
        },
      },
    ],
  });
  expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe("SYN-001");
  expect(run.results[1].baselineState).toBe("unchanged");
  expect(run.results[3]).toMatchObject({ ruleId: "JOB-003", kind: "open", level: "none" });
  expect(run.invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: "error" }],
  });
});

describe("a finding that a comment silences is in every format, and counts in none", () => {
  const silent: Inspection = {
    findings: [],
    suppressed: [{ ...finding, reason: "it is ours, 100%" }],
    indeterminate: [],
    filesInspected: 1,
    unread: [],
  };

  test("JSON", () => {
    expect(JSON.parse(renderInspectionJson(silent))).toMatchObject({
      ok: true,
      findings: [],
      suppressed: [{ rule: "SYN-001", new: true, reason: "it is ours, 100%" }],
    });
  });

  test("SARIF", () => {
    const { runs } = JSON.parse(renderInspectionSarif(silent, rules, "0.1.0"));
    expect(runs[0].results).toMatchObject([
      {
        ruleId: "SYN-001",
        suppressions: [{ kind: "inSource", status: "accepted", justification: "it is ours, 100%" }],
      },
    ]);
  });

  test("GitHub", () => {
    expect(renderInspectionGithub(silent)).toBe(
      "::notice file=dags/a%2C b%3Ac.py,line=2,title=SYN-001 silenced::100%25 wrong. Silenced by a comment: it is ours, 100%25",
    );
  });

  test("GitLab", () => {
    expect(JSON.parse(renderInspectionGitlab(silent))).toMatchObject([
      { severity: "info", description: "SYN-001 python-syntax, silenced by a comment: it is ours, 100%" },
    ]);
  });
});

test("what was there before counts where the policy says so", () => {
  const counted: Inspection = { ...inspection, findings: [{ ...old, counts: true }], unread: [] };
  expect(isGood(counted)).toBe(false);
  expect(JSON.parse(renderInspectionJson(counted)).findings).toMatchObject([{ new: false, counts: true }]);
  expect(renderInspectionGithub(counted)).toMatch(/^::error /);
  expect(JSON.parse(renderInspectionGitlab(counted))[0].severity).toBe("major");
  expect(JSON.parse(renderInspectionSarif(counted, rules, "0.1.0")).runs[0].results[0].baselineState).toBe("unchanged");
});
