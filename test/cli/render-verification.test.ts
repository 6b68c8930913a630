import { expect, test } from "vitest";
import { describeApproval, describeRules } from "../../src/cli/render-verification.ts";

test("what the rules found, or that they did not run", () => {
  const ran = { findings: 1, ruleSet: "a1b2", landed: { basis: { kind: "change" } } };
  expect(describeRules(ran)).toBe("1 finding by the rule set a1b2");
  const adopted = { findings: 0, ruleSet: "", landed: { basis: { kind: "adopted" } } };
  expect(describeRules(adopted)).toBe("not run: an adopted tree is taken as it is");
  const restored = { ...adopted, landed: { basis: { kind: "restores" } } };
  expect(describeRules(restored)).toBe("not run for this release");
});

test("who approved, and that nobody did where the policy only observed", () => {
  const ben = { login: "ben", id: 2, source: "review", sha: "1".repeat(40), groups: ["data-controllers"] } as const;
  const decided = (status: "approved" | "pending") => ({ status, summary: "" });
  expect(describeApproval({ approvers: [ben], decision: decided("approved") })).toMatch(/^ben /);
  expect(describeApproval({ approvers: [], decision: null })).toBe("by nobody: nothing had to be decided");
  expect(describeApproval({ approvers: [], decision: decided("pending") })).toBe(
    "NOT: the decision was pending, which the policy only observed",
  );
  expect(describeApproval({ approvers: [ben], decision: decided("pending") })).toMatch(/^NOT: .*; by ben .* alone$/);
});
