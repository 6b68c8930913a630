import type { Decision, DecisionNode } from "../../domain/decision.ts";

/** A decision as the command line prints it for people, each requirement with its place in the policy. */
export function renderDecisionLines(decision: Decision): string {
  const approvals = decision.approvals.map(
    ({ account, source, counted, why }) =>
      `  ${counted ? "counts" : "does not count"}: ${account.login} (${source}): ${why}`,
  );
  return [
    `${decision.status}: ${decision.summary}`,
    "",
    ...decision.tree.children.flatMap((child) => renderNode(child, 1)),
    ...(approvals.length === 0 ? [] : ["", "approvals:", ...approvals]),
    "",
  ].join("\n");
}

function renderNode(node: DecisionNode, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  return [
    `${indent}${node.status.padEnd(8)}  ${node.name}: ${node.reason}${renderOrigin(node)}`,
    ...node.children.flatMap((child) => renderNode(child, depth + 1)),
  ];
}

function renderOrigin({ origin, enforced }: DecisionNode): string {
  if (origin === undefined) return "";
  return ` [${origin.layer}:${origin.line}${enforced === true ? ", enforced" : ""}]`;
}
