import type { Label } from "../../domain/change.ts";
import type { LabelsDemand } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { DecisionContext } from "./context.ts";
import { describeLabelSet } from "./describe-label.ts";
import type { Approval } from "./judge-approvals.ts";
import { describeUnreadable } from "./judge-seats.ts";
import { type Judgement, joinSeveral, leaf } from "./judgement.ts";

/**
 * Judges `{ labels, from }`: each set by a member, which is an approval like any other. It is of the head, base and merge base
 * that were there then, expires, is withdrawn and ends by an objection, and nobody gives it who contributed.
 */
export function judgeLabels(demand: LabelsDemand, context: DecisionContext): Judgement {
  return joinSeveral(
    "labels",
    demand.labels.map((label) => judgeLabel(label, demand, context)),
  );
}

function judgeLabel(label: string, { from }: LabelsDemand, context: DecisionContext): Judgement {
  const name = `label ${label}`;
  const unreadable = from.flatMap((group) => context.roster.unreadableKeys(group));
  if (unreadable.length > 0) return { ...leaf(name, "failed", describeUnreadable(unreadable)), unreadable };

  if (context.change.labels.some((one) => one.name === label && isUnknown(one))) {
    const why = `it is not known who set the label ${quoteName(label)}, or when: remove it and set it again`;
    return leaf(name, "failed", why);
  }
  const set = context.labelsSet.filter(({ act }) => act.label === label);
  const isEntitled = ({ act }: Approval) =>
    from.some((group) => context.roster.membershipOf(act.account, group).answer === "member");
  const entitled = set.filter(isEntitled);
  const ids = { entitled: entitled.map(({ act }) => act.id) };
  const good = entitled.find(({ isGood }) => isGood);
  if (good !== undefined) {
    const reason = `approved by ${describeLabelSet(label, good.act.account)}`;
    return { ...leaf(name, "approved", reason), ...ids, counted: [good.act.id] };
  }
  const objections = set.map((one) => objectToLabel(one, isEntitled(one), from, context));
  const awaited = [{ count: 1, from: `label ${label} from ${from.join(" or ")}` }];
  const why = objections.length === 0 ? "is not set" : `does not count: ${[...new Set(objections)].sort().join("; ")}`;
  return { ...leaf(name, "pending", `the label ${quoteName(label)} ${why}`, awaited), ...ids };
}

function isUnknown({ by, at }: Label): boolean {
  return by === null || at === null;
}

function objectToLabel(
  { act, why }: Approval,
  isEntitled: boolean,
  from: readonly string[],
  { objectToPerson }: DecisionContext,
): string {
  const { account } = act;
  if (!isEntitled) return `${account.login} does not belong to ${from.join(" or ")}`;
  const remedy = objectToPerson(account) === null ? "; remove it and set it again" : "";
  return `of ${account.login}, ${why}${remedy}`;
}
