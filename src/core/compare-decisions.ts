import type { Decision, DecisionNode } from "../domain/decision.ts";

/** Why a decision is not the same as another, by the sentences of the nodes that made it so; at most five, nothing when it is the same. */
export function whyOtherwise(before: Decision, after: Decision): readonly string[] {
  if (before.status === after.status) return [];
  // What is approved now says little; what held the change back before is what the new policy does without.
  const [decision, told] = after.status === "approved" ? [before, "before"] : [after, "now"];
  const deciding = leavesOf(decision.tree).filter(({ status }) => status === decision.status);
  return deciding.slice(0, most).map(({ name, reason }) => `${told}: ${name}: ${reason}`);
}

const most = 5;

function leavesOf(node: DecisionNode): readonly DecisionNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}
