import type { ApprovalRecord, Awaited, DecisionNode, DecisionStatus } from "../../domain/decision.ts";
import { listWords } from "./list-words.ts";

/** The decision in one sentence. */
export function summarize(
  tree: DecisionNode & { readonly status: DecisionStatus },
  approvals: readonly ApprovalRecord[],
): string {
  switch (tree.status) {
    case "approved": {
      const people = [...new Set(approvals.filter(({ counted }) => counted).map(({ account }) => account.login))];
      return people.length === 0 ? "Approved: the policy requires nothing here." : `Approved by ${listWords(people)}.`;
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

/** Why no decision is possible, in words that go on after "because". */
export function reasonOfFailure(tree: DecisionNode): string {
  return firstReason(tree, "failed");
}

/** What is awaited besides approvals. Groups, whose names have no space, may be called like the first of these words. */
const isNoApproval =
  /^check \S+\/|^label .* from |^signed commits$|^commits signed by |^an agreement in |^an allowed use of | to unhold$/;

function describeAwaited({ count, from }: Awaited): string {
  if (isNoApproval.test(from)) return from;
  return `${count} ${count === 1 ? "approval" : "approvals"} from ${from}`;
}

/** The reason of the first leaf that made the whole what it is. */
function firstReason(node: DecisionNode, status: DecisionNode["status"]): string {
  const child = node.children.find((one) => one.status === status);
  return child === undefined ? node.reason.replace(/\.$/, "") : firstReason(child, status);
}
