import type { Decision, DecisionNode } from "../domain/decision.ts";
import type { PolicySource } from "../domain/policy.ts";
import { nodeRequirementName, protectedFilesName } from "./decide/judge-node.ts";
import { otherwiseName } from "./decide/judge-requirements.ts";
import { usesName } from "./decide/judge-uses.ts";

export type PolicyMode = "enforce" | "observe";

/** How a policy is applied. One that is absent or cannot be read holds back all. */
export function modeOf(policy: PolicySource): PolicyMode {
  return policy.state === "valid" ? policy.policy.mode : "enforce";
}

/** What the node itself asks for, whatever the policy says. */
const ours: readonly string[] = [nodeRequirementName, protectedFilesName, usesName];

/**
 * Whether a decision keeps a change from landing and from being deployed. A policy that only observes holds nothing back; what
 * the node itself asks for still does, and so does what a layer above the one that observes enforces.
 */
export function isHeldBack(decision: Decision, mode: PolicyMode): boolean {
  if (decision.status === "approved") return false;
  if (mode === "enforce") return true;
  const parts = decision.tree.children;
  const isEnforced = ({ enforced, isObserved }: DecisionNode) => enforced === true && isObserved !== true;
  const isOurs = ({ name }: DecisionNode) => ours.includes(name);
  // What no layer asks for (facts that are not known, objections, holds) concerns the enforced requirements that apply as well;
  // where facts are not known, any of them might.
  const isOfNoLayer = ({ origin, name }: DecisionNode) => origin === undefined && name !== otherwiseName;
  const mightApply = parts.some((part) => isOfNoLayer(part) && part.status === "failed");
  const applies = parts.some((part) => isEnforced(part) && (part.status !== "skipped" || mightApply));
  // What a controller of the node gave rests on facts, too.
  if (mightApply && parts.some(isOurs)) return true;
  return parts.some(
    (part) =>
      part.status !== "approved" &&
      (isOurs(part) || (part.status !== "skipped" && (isEnforced(part) || (applies && isOfNoLayer(part))))),
  );
}

/** What a policy that only observes makes of a decision, in a sentence; `null` where it does not only observe. */
export function describeObserved(decision: Decision, mode: PolicyMode): string | null {
  if (mode === "enforce") return null;
  if (decision.status === "approved") return "nothing is held back, and with `mode: enforce` nothing would be.";
  return isHeldBack(decision, mode)
    ? "this change is held back all the same, since only what the policy itself asks is not enforced."
    : `nothing is held back by this decision. With \`mode: enforce\` it would be: the change is ${decision.status}.`;
}
