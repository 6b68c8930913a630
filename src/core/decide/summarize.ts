import type { ApprovalRecord, Awaited, DecisionNode, DecisionStatus } from "../../domain/decision.ts";
import { countOf } from "../../formats/count-of.ts";
import { describeLabelSet } from "./describe-label.ts";
import { listWords } from "./list-words.ts";

/** The reason of what asks for nothing. */
export const requiresNothing = "the policy requires nothing here";

/** The decision in one sentence. */
export function summarize(
  tree: DecisionNode & { readonly status: DecisionStatus },
  approvals: readonly ApprovalRecord[],
): string {
  switch (tree.status) {
    case "approved": {
      const given = new Set(approvals.filter(({ counted }) => counted).map(describeApprover));
      return given.size === 0 ? `Approved: ${listMet(tree)}.` : `Approved by ${listWords([...given])}.`;
    }
    case "rejected":
      return `Rejected: ${firstReason(tree, "rejected")}.`;
    case "failed":
      return `No decision is possible: ${reasonOfFailure(tree)}.`;
    case "pending":
      return tree.waitingFor.length === 0
        ? `Not approved: ${firstReason(tree, tree.status)}.`
        : `Waiting for ${listWords(tree.waitingFor.map(describeAwaited))}.`;
    default:
      return tree.status satisfies never;
  }
}

function describeApprover({ account, label }: ApprovalRecord): string {
  return label === undefined ? account.login : describeLabelSet(label, account);
}

const maxConditions = 10;

/** What was asked for and is met, where nobody's approval was. */
function listMet(tree: DecisionNode): string {
  const met = [...new Set(approvedLeaves(tree).map(({ reason }) => reason))];
  const asked = met.filter((reason) => reason !== requiresNothing).slice(0, maxConditions);
  return asked.length === 0 ? requiresNothing : asked.join("; ");
}

function approvedLeaves(node: DecisionNode): readonly DecisionNode[] {
  if (node.status !== "approved") return [];
  return node.children.length === 0 ? [node] : node.children.flatMap(approvedLeaves);
}

/** Why no decision is possible, in words that go on after "because". */
export function reasonOfFailure(tree: DecisionNode): string {
  return firstReason(tree, "failed");
}

/** What is awaited besides approvals. Groups, whose names have no space, may be called like the first of these words. */
const isNoApproval =
  /^check \S+\/|^label .* from |^signed commits$|^commits signed by |^an agreement in |^an allowed use of | to unhold$/;

function describeAwaited({ count, from }: Awaited): string {
  if (isNoApproval.test(from)) return from;
  return `${countOf(count, "approval")} from ${from}`;
}

/** The reason of the first leaf that made the whole what it is. */
function firstReason(node: DecisionNode, status: DecisionNode["status"]): string {
  const child = node.children.find((one) => one.status === status);
  return child === undefined ? node.reason.replace(/\.$/, "") : firstReason(child, status);
}
