import { expect, test } from "vitest";
import { worstDecision } from "../../src/core/worst-decision.ts";
import type { Decision, DecisionStatus } from "../../src/domain/decision.ts";

function decided(status: DecisionStatus, summary: string = status): Decision {
  const tree = { name: "all", status, reason: "", waitingFor: [], children: [] };
  return { version: 1, status, summary, tree, approvals: [], policy: { sha256: "", name: "" } };
}

test.each([
  [["approved", "pending"], "pending"],
  [["pending", "rejected"], "rejected"],
  [["rejected", "failed", "approved"], "failed"],
  [["approved"], "approved"],
] as const)("of %j the worst is %s", (statuses, expected) => {
  expect(worstDecision(statuses.map((status) => decided(status))).status).toBe(expected);
});

test("of two equally bad ones the first, which is the change's own", () => {
  expect(worstDecision([decided("pending", "own"), decided("pending", "twin")]).summary).toBe("own");
});
