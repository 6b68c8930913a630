import type { Decision } from "../domain/decision.ts";
import type { PolicySource } from "../domain/policy.ts";
import { nodeRequirementName, protectedFilesName } from "./decide/judge-node.ts";

export type PolicyMode = "enforce" | "observe";

/** How a policy is applied. One that is absent or cannot be read holds back all. */
export function modeOf(policy: PolicySource): PolicyMode {
  return policy.state === "valid" ? policy.policy.mode : "enforce";
}

/**
 * Whether a decision keeps a change from landing and from being deployed. A policy that only observes holds nothing back; what
 * the node itself asks for still does.
 */
export function isHeldBack(decision: Decision, mode: PolicyMode): boolean {
  if (decision.status === "approved") return false;
  if (mode === "enforce") return true;
  return decision.tree.children.some(
    ({ name, status }) => (name === nodeRequirementName || name === protectedFilesName) && status !== "approved",
  );
}
