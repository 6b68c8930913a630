import { describe, expect, test } from "vitest";
import { nodeRequirementName, protectedFilesName } from "../../src/core/decide/judge-node.ts";
import { usesName } from "../../src/core/decide/judge-uses.ts";
import { isHeldBack, modeOf } from "../../src/core/held-back.ts";
import { approvalCheck } from "../../src/core/render/checks.ts";
import type { Decision, DecisionNode, DecisionStatus, NodeStatus } from "../../src/domain/decision.ts";

function child(name: string, status: NodeStatus): DecisionNode {
  return { name, status, reason: "", waitingFor: [], children: [] };
}

function decided(status: DecisionStatus, children: readonly DecisionNode[]): Decision {
  const tree = { ...child("decision", status), children };
  return { version: 1, status, summary: "Waiting.", tree, approvals: [], policy: { sha256: "", name: "" } };
}

const ofPolicy = child("a data controller", "pending");
const enforced = (status: NodeStatus): DecisionNode => ({
  ...child("jobs", status),
  origin: { layer: "acme/.github:countersign.yml", line: 3 },
  enforced: true,
});
const ofLayer: DecisionNode = { ...ofPolicy, origin: { layer: ".countersign.yml", line: 3 } };

describe("what is held back", () => {
  test.each([
    ["enforce", decided("approved", []), false],
    ["enforce", decided("pending", [ofPolicy]), true],
    ["enforce", decided("failed", []), true],
    ["observe", decided("pending", [ofPolicy]), false],
    ["observe", decided("rejected", [ofPolicy, child(nodeRequirementName, "approved")]), false],
    ["observe", decided("pending", [ofPolicy, child(nodeRequirementName, "pending")]), true],
    ["observe", decided("pending", [child(protectedFilesName, "pending")]), true],
    ["observe", decided("pending", [enforced("pending")]), true],
    ["observe", decided("pending", [enforced("approved"), ofLayer]), false],
    ["observe", decided("pending", [enforced("approved"), child("otherwise", "pending")]), false],
    ["observe", decided("rejected", [enforced("approved"), child("objection of ben", "rejected")]), true],
    ["observe", decided("rejected", [enforced("skipped"), child("objection of ben", "rejected")]), false],
    ["observe", decided("failed", [enforced("skipped"), child("complete facts", "failed")]), true],
    ["observe", decided("failed", [ofLayer, child("complete facts", "failed")]), false],
    ["observe", decided("failed", [child("complete facts", "failed"), child(nodeRequirementName, "approved")]), true],
    ["observe", decided("failed", [child("complete facts", "failed"), child(protectedFilesName, "approved")]), true],
    ["observe", decided("pending", [child(usesName, "pending")]), true],
    ["observe", decided("pending", [{ ...enforced("pending"), isObserved: true }]), false],
  ] as const)("%s %j: %s", (mode, decision, expected) => {
    expect(isHeldBack(decision, mode)).toBe(expected);
    expect(approvalCheck(decision, "refs/heads/main", mode).conclusion === "success").toBe(!expected);
  });

  test("a policy that is absent or cannot be read observes nothing", () => {
    expect(modeOf({ state: "absent" })).toBe("enforce");
    expect(modeOf({ state: "invalid", problems: [], sha256: "", name: "" })).toBe("enforce");
  });
});
