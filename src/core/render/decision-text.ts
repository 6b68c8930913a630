import type { ApprovalRecord, DecisionNode, NodeStatus } from "../../domain/decision.ts";
import { code, plain } from "./markdown.ts";

const marks: Readonly<Record<NodeStatus, string>> = {
  approved: "✅",
  pending: "⏳",
  rejected: "⛔",
  failed: "❌",
  skipped: "➖",
};

/**
 * The evaluated tree as a checklist, one line a node, each with its own sentence. The root's sentence is the decision's summary,
 * which stands above it wherever it is shown.
 */
export function renderTree({ children }: DecisionNode): string {
  return children.flatMap((child) => lines(child, 0)).join("\n");
}

/** One line for each approval that was given, and why it counts or does not. */
export function renderApprovals(approvals: readonly ApprovalRecord[]): string {
  if (approvals.length === 0) return "";
  const items = approvals.map((one) => {
    const verdict = one.counted ? "counts" : "does not count";
    return `- ${code(one.account.login)} (${one.source}) ${verdict}: ${plain(one.why)}`;
  });
  return ["Approvals given:", "", ...items].join("\n");
}

export function markOf(status: NodeStatus): string {
  return marks[status];
}

function lines(node: DecisionNode, depth: number): string[] {
  const own = `${"  ".repeat(depth)}- ${marks[node.status]} **${plain(node.name)}**: ${plain(node.reason)}`;
  return [own, ...node.children.flatMap((child) => lines(child, depth + 1))];
}
