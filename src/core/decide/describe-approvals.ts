import type { ApprovalRecord, DecisionNode } from "../../domain/decision.ts";
import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import type { Act } from "./acts.ts";
import { shorten } from "./bind-approval.ts";
import type { DecisionContext } from "./context.ts";
import type { Approval } from "./judge-approvals.ts";
import { withoutOrganisation } from "./judge-seats.ts";
import type { Judgement } from "./judgement.ts";

/** Every approval that was given, oldest first, and why it fills a seat or fills none; `without` is why none can. */
export function describeApprovals(
  context: DecisionContext,
  judged: Judgement,
  without: string | null,
): readonly ApprovalRecord[] {
  const counted = new Set(judged.counted);
  const entitled = new Set(judged.entitled);
  const { unreadable } = judged;
  const awaited = judged.node.waitingFor.map(({ from }) => from).join(", ");
  const labelsSet = context.labelsSet.filter(({ act }) => entitled.has(act.id));
  return [...context.approvals, ...labelsSet].map((approval) => {
    const { act } = approval;
    const isCounted = counted.has(act.id);
    return {
      account: { id: act.account.id, login: act.account.login },
      sha: act.sha,
      counted: isCounted,
      why: isCounted
        ? describeCounted(act)
        : (without ??
          describeUncounted(approval, { entitled, counted, unreadable, awaited, node: judged.node }, context)),
      source: context.change.number === 0 ? "countersignature" : act.source,
      ...(act.label === undefined ? {} : { label: act.label }),
    };
  });
}

function describeCounted({ sha, label }: Act): string {
  const head = shorten(sha ?? "");
  return label === undefined ? `given on ${head}` : `set the label ${quoteName(label)} when ${head} was the head`;
}

interface Seen {
  readonly entitled: ReadonlySet<string>;
  readonly counted: ReadonlySet<string>;
  readonly unreadable: readonly string[];
  /** Who is awaited, for people; empty: nobody. */
  readonly awaited: string;
  readonly node: DecisionNode;
}

function saysIn({ reason, children }: DecisionNode, text: string): boolean {
  return reason.includes(text) || children.some((child) => saysIn(child, text));
}

function describeUncounted(
  approval: Approval,
  { entitled, counted, unreadable, awaited, node }: Seen,
  context: DecisionContext,
): string {
  if (approval.act.label !== undefined) return describeLabelUncounted(approval);
  if (approval.why !== null) return withRemedy(approval.why, approval, context);
  const { account } = approval.act;
  const hasCounted = context.approvalsOf(account).some(({ act }) => counted.has(act.id));
  if (hasCounted) return "another approval of theirs counts";
  if (!entitled.has(approval.act.id) && unreadable.length > 0)
    return `whether ${account.login} may give it is not known: the members of ${listNames(unreadable)} could not be read`;
  if (!entitled.has(approval.act.id)) {
    const needed = `${account.login} belongs to none of those whose approval is needed`;
    return awaited === "" ? needed : `${needed} (${awaited})`;
  }
  const isWithoutOrganisation = saysIn(node, `the approval of ${account.login} does not count: ${withoutOrganisation}`);
  return isWithoutOrganisation ? withoutOrganisation : "every seat that it could fill is taken";
}

/** Labels are listed only where somebody asks for them, and such a one counts when it is good. */
function describeLabelUncounted({ act, why }: Approval): string {
  return `the label ${quoteName(act.label ?? "")}: ${why ?? "another person's counts"}`;
}

function withRemedy(why: string, { asksForCommand }: Approval, { change }: DecisionContext): string {
  return asksForCommand
    ? `${why}; to approve what is here now, comment \`/countersign approve ${change.head.sha}\``
    : why;
}
