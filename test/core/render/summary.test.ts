import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import { unapprovedAlert } from "../../../src/core/render/alerts.ts";
import { approvalCheck, describeInvalid } from "../../../src/core/render/checks.ts";
import { openSummary } from "../../../src/core/render/open-summary.ts";
import { landedSummary, type Progress } from "../../../src/core/render/summary.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { Decision, DecisionStatus } from "../../../src/domain/decision.ts";
import type { Finding, Inspection } from "../../../src/domain/finding.ts";
import type { LandingVerdict } from "../../../src/domain/landing.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import type { Publication } from "../../../src/domain/publication.ts";
import type { Release } from "../../../src/domain/release.ts";
import { account, approval, jobRequest, oneController, policy } from "../decide/facts.ts";

const head = "a".repeat(40);
const clean: Inspection = { findings: [], unread: [], indeterminate: [], filesInspected: 1 };
const finding: Finding = {
  rule: "python-syntax",
  name: "syntax",
  severity: "error",
  confidence: "high",
  path: "a.py",
  span: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
  message: "It is not Python.",
  remedy: "Mend it.",
  isNew: true,
};

function decided(status: DecisionStatus, summary: string): Decision {
  const reason = "the list of changed files is not complete";
  const child = { name: "files", status, reason, waitingFor: [], children: [] };
  const tree = { name: "decision", status, reason: "", waitingFor: [], children: [child] };
  return { version: 1, status, summary, tree, approvals: [], policy: { sha256: "f".repeat(64), name: "ours" } };
}
const failed = decided("failed", "No decision is possible: the list of changed files is not complete.");

function view(inspection: Inspection) {
  const asks = { asked: [], mentioned: [] };
  return { change: jobRequest, webUrl: "", inspection, decision: failed, mode: "enforce", ...asks } as const;
}

function count(text: string, words: RegExp): number {
  return [...text.matchAll(words)].length;
}

describe("an open change on which no decision is possible", () => {
  test("is told so once, and then why", () => {
    const text = openSummary(view(clean));
    expect(count(text, /no decision is possible/gi)).toBe(1);
    expect(text).toContain("### Countersign: no decision is possible");
    expect(text).toContain("\n\nThe list of changed files is not complete.\n\n");
  });

  test("is told so by its approval where the headline speaks of findings", () => {
    const text = openSummary(view({ ...clean, findings: [finding] }));
    expect(count(text, /no decision is possible/gi)).toBe(1);
    expect(text).toContain("\n\nNo decision is possible: the list");
  });
});

test("where a label is all that is awaited, nobody is told to approve by a command", () => {
  const awaiting = (...from: readonly string[]): Decision => {
    const pending = decided("pending", "Waiting.");
    return { ...pending, tree: { ...pending.tree, waitingFor: from.map((one) => ({ count: 1, from: one })) } };
  };
  const label = "label urgent from data-controllers";
  const text = openSummary({ ...view(clean), decision: awaiting(label) });
  expect(text).toContain(
    "**Next**: somebody who may reads it, and sets label urgent from data-controllers. A label that",
  );
  expect(text).not.toContain("/countersign approve");
  expect(openSummary({ ...view(clean), decision: awaiting(label, "owners") })).toContain("/countersign approve");
});

describe("an open change reads well", () => {
  const summaryOf = (change: ChangeRequest, policy: PolicySource) =>
    openSummary({ ...view(clean), change, decision: decide(change, { policy, node: null }) });

  test("where many approved: what does not count is folded away", () => {
    const people = Array.from({ length: 30 }, (_, index) => account(100 + index, `controller-${index}`));
    const text = summaryOf(
      {
        ...jobRequest,
        groups: { "team:acme/data-controllers": people },
        reviews: people.map((by) => approval({ by })),
      },
      oneController,
    );
    expect(text).toContain("Approvals given:\n\n- ✅ `controller-0` (review): given on 1111111\n\n<details>");
    expect(text).toContain("<summary>29 approvals that did not count</summary>");
    expect(count(text, /does not count/g)).toBe(29);
  });

  test("where nobody's approval would help, nobody is told to approve", () => {
    const text = summaryOf(jobRequest, policy('kinds: { job: ["jobs/**"] }'));
    expect(text).toContain("no requirement covers `jobs/a.yml`");
    expect(text).toContain("**Next**: nobody's approval is awaited now: see to what is marked ⏳ above.");
    expect(text).not.toContain("/countersign approve");
  });
});

test("what fails a validation is counted, and its first places are named", () => {
  const findings = [1, 2, 3].map((line) => ({ ...finding, span: { ...finding.span, start: { line, column: 1 } } }));
  expect(describeInvalid({ ...clean, findings: [finding, { ...finding, isNew: false }] })).toBe(
    "its validation has 1 error (python-syntax in `a.py` on line 1)",
  );
  expect(describeInvalid({ ...clean, findings, unread: [{ path: "b.py", reason: "it is too large" }] })).toBe(
    "its validation has 3 errors and 1 file that could not be examined (python-syntax in `a.py` on line 1; python-syntax in `a.py` on line 2; python-syntax in `a.py` on line 3; and 1 more)",
  );
});

test("what landed under a policy that only observes is called approved by nothing", () => {
  const head3 = { kind: "change", number: 3, head } as const;
  const failed: Release = {
    id: "r",
    repositoryKey: "github:5",
    repositoryName: "acme/study",
    namespace: "study",
    target: "airflow",
    commit: head,
    tree: head,
    basis: head3,
    state: "failed",
    at: "2026-11-20T12:00:00Z",
    previous: null,
  };
  const headline = (status: "approved" | "pending", releases: readonly Release[] = []) => {
    const verdict = { status: "approved", basis: head3, decision: decided(status, ""), reason: "" } as const;
    return landedSummary(3, head, { verdict, releases, runs: [], publications: [] }).split("\n", 1)[0];
  };
  expect(headline("approved")).toBe("### Countersign: merged and approved");
  expect(headline("pending")).toBe("### Countersign: merged");
  expect(headline("pending", [failed])).toBe("### Countersign: merged, but the deployment failed");
});

test("a landing whose validation failed is not called unapproved, and says the way out", () => {
  const approved = decided("approved", "Approved by ben.");
  const invalid = "its validation has 1 error";
  const verdict = {
    status: "unapproved",
    change: 3,
    decision: approved,
    reason: `it is, but ${invalid}`,
    invalid,
  } as const;
  const summary = landedSummary(3, head, { verdict, releases: [], runs: [], publications: [] });
  expect(summary).toContain("### Countersign: merged with a failed validation, nothing was deployed");
  expect(summary).toContain("\n\n**Next**: revert it");
  const { title, body } = unapprovedAlert("refs/heads/main", "b".repeat(40), head, verdict);
  expect(title).toBe("Countersign: bbbbbbb on main did not pass its validation and was not deployed");
  expect(body).toContain("reached `main` although its validation failed: it is, but its validation has 1 error.");
  expect(body).toContain(`/countersign approve ${"b".repeat(40)}`);
});

test("a finding under a policy that only observes is told, and holds nothing back", () => {
  const approved = decided("approved", "Approved by ben.");
  const observed = { ...view({ ...clean, findings: [finding] }), mode: "observe" } as const;
  const text = openSummary({ ...observed, decision: approved });
  expect(text).toContain("### Countersign: observing only, nothing is held back");
  expect(text).toContain("- ❌ **Validation**: 1 error");
  expect(text).toContain("**Next**: it may be merged all the same. With `mode: enforce` the lines");
  expect(openSummary({ ...observed, inspection: clean, decision: approved })).toContain("approved, ready to merge");
  expect(openSummary({ ...observed, mode: "enforce", decision: approved })).toContain("has to be mended");
});

test("the check of a base branch without a policy says that there is none yet; the decision names it as ever", () => {
  const decision = decide(jobRequest, { policy: { state: "absent" }, node: null });
  expect(decision.policy.name).toBe("no policy");
  expect(approvalCheck(decision, "refs/heads/main", "enforce").summary).toMatch(/\nPolicy: none yet\.$/);
  expect(approvalCheck(failed, "refs/heads/main", "enforce").summary).toMatch(/\nPolicy: ours\.$/);
});

describe("a merged change", () => {
  const none: Progress = { verdict: null, releases: [], runs: [], publications: [] };

  test("is told that it goes to no node while there is no verdict, and why", () => {
    expect(landedSummary(3, head, none)).toContain("### Countersign: merged, being looked at");
    const text = landedSummary(3, head, { ...none, undeployed: "The node takes `main`." });
    expect(text).toContain("### Countersign: merged, and not deployed\n\n- ➖ **Landing**: The node takes `main`.");
  });

  const approved = decided("approved", "Approved by ben.");
  const basis = { kind: "change", number: 3, head } as const;
  const cases: readonly (readonly [string, LandingVerdict, string])[] = [
    [
      "approved as itself",
      { status: "approved", basis, decision: approved, reason: "it is change 3, which is approved" },
      "✅ **Landing**: this change is approved",
    ],
    [
      "observed only",
      { status: "approved", basis, decision: failed, reason: "it is change 3, which the policy only observes" },
      "✅ **Landing**: this change is not approved, which the policy only observes",
    ],
    [
      "not approved",
      { status: "unapproved", change: 3, decision: failed, reason: "it is change 3, and no decision is possible" },
      "❌ **Landing**: No decision is possible: the list of changed files is not complete.",
    ],
    [
      "approved, with a failed validation",
      {
        status: "unapproved",
        change: 3,
        decision: approved,
        reason: "it is change 3, which is approved, but its validation has 1 error",
        invalid: "its validation has 1 error",
      },
      "❌ **Landing**: this change is approved, but its validation has 1 error",
    ],
    [
      "landed as another one",
      { status: "approved", basis: { ...basis, number: 4 }, decision: approved, reason: "it is change 4" },
      "✅ **Landing**: it is change 4",
    ],
    [
      "landed by a push",
      { status: "unapproved", change: null, decision: failed, reason: "it came by no approved change" },
      "❌ **Landing**: it came by no approved change",
    ],
    [
      "adopted",
      {
        status: "approved",
        basis: { kind: "adopted", by: { id: 1, login: "ada", kind: "user" } },
        decision: null,
        reason: "it was adopted",
      },
      "✅ **Landing**: it was adopted",
    ],
  ];
  test.each(cases)("that is %s is not told its own number", (_, verdict, line) => {
    expect(landedSummary(3, head, { ...none, verdict }).split("\n")).toContain(`- ${line}`);
  });

  test("has a link to the change that publishes its results, which has none to itself", () => {
    const publication: Publication = {
      run: "r1",
      repository: { forge: "github", id: 5, name: "acme/study" },
      requester: { id: 1, login: "ada" },
      dvcPath: "results.dvc",
      directory: { md5: `${"0".repeat(32)}.dir`, size: 1 },
      objects: [],
      branch: "countersign/r1",
      change: 6,
      state: "approved",
      detail: "",
      updatedAt: "2026-11-20T12:00:00Z",
    };
    expect(landedSummary(3, head, { ...none, publications: [publication] })).toContain("`results.dvc` (#6): approved");
    const onGitlab = { ...publication, repository: { ...publication.repository, forge: "gitlab" } } as const;
    expect(landedSummary(3, head, { ...none, publications: [onGitlab] })).toContain("`results.dvc` (!6): approved");
    expect(landedSummary(6, head, { ...none, publications: [publication] })).toContain("`results.dvc`: approved");
  });
});
