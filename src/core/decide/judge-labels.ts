import type { Label } from "../../domain/change.ts";
import type { LabelsDemand } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { isLater } from "../../formats/instant.ts";
import type { DecisionContext } from "./context.ts";
import { describeUnreadable } from "./judge-seats.ts";
import { type Judgement, joinSeveral, leaf } from "./judgement.ts";

/** Judges `{ labels, from }`: each set after the head became the head, by a member whose approval would count. */
export function judgeLabels(demand: LabelsDemand, context: DecisionContext): Judgement {
  return joinSeveral(
    "labels",
    demand.labels.map((label) => judgeLabel(label, demand, context)),
  );
}

function judgeLabel(label: string, { from }: LabelsDemand, context: DecisionContext): Judgement {
  const name = `label ${label}`;
  const unreadable = from.flatMap((group) => context.roster.unreadableKeys(group));
  if (unreadable.length > 0) return leaf(name, "failed", describeUnreadable(unreadable));

  const set = context.change.labels.filter((one) => one.name === label);
  const objections = set.map((one) => objectToLabel(one, from, context));
  if (objections.includes(null)) return leaf(name, "approved", `the label ${quoteName(label)} is set`);
  const awaited = [{ count: 1, from: `label ${label} from ${from.join(" or ")}` }];
  const why = objections.length === 0 ? "is not set" : `does not count: ${[...new Set(objections)].sort().join("; ")}`;
  return leaf(name, "pending", `the label ${quoteName(label)} ${why}`, awaited);
}

function objectToLabel(label: Label, from: readonly string[], context: DecisionContext): string | null {
  const { roster, change } = context;
  if (!from.some((group) => roster.membershipOf(label.by, group).answer === "member")) {
    return `${label.by.login} does not belong to ${from.join(" or ")}`;
  }
  const objection = context.objectToPerson(label.by);
  if (objection !== null) return `of ${label.by.login}, ${objection}`;
  return isLater(label.at, change.head.since)
    ? null
    : `${label.by.login} set it no later than the latest push; remove it and set it again`;
}
