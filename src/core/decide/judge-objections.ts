import { isLater } from "../../formats/instant.ts";
import type { Act } from "./acts.ts";
import type { DecisionContext } from "./context.ts";
import { describeUnreadable } from "./judge-seats.ts";
import { type Judgement, leaf } from "./judgement.ts";
import { hasStanding, type Standing } from "./standing.ts";

/**
 * Judges the objections that were raised and not ended. One ends by the same person's own later `withdraw`, whoever else may
 * use that, or a later approval of theirs that is good for what is here now; never by dismissal.
 */
export function judgeObjections(standing: Standing, context: DecisionContext): readonly Judgement[] {
  const open = context.acts.filter((act) => act.kind === "object" && !isEnded(act, context));
  return lastOfEach(open).flatMap((act) => {
    const { login } = act.account;
    const say = hasStanding(act.account, standing, context);
    if (say.answer === "stranger") return [];
    const name = `objection of ${login}`;
    if (say.answer === "unknown")
      return [leaf(name, "failed", `${login} objects, and ${describeUnreadable(say.unreadable)}`)];
    return [
      leaf(
        name,
        "rejected",
        `${login} objects; the objection ends when ${login} approves what is here now, or comments \`/countersign withdraw\``,
      ),
    ];
  });
}

/** Judges the holds that were not lifted by who put them. */
export function judgeHolds(standing: Standing, context: DecisionContext): readonly Judgement[] {
  const open = context.acts.filter((act) => act.kind === "hold" && !isLifted(act, context));
  return lastOfEach(open).flatMap((act) => {
    const { login } = act.account;
    const say = hasStanding(act.account, standing, context);
    if (say.answer === "stranger") return [];
    const name = `hold of ${login}`;
    if (say.answer === "unknown")
      return [leaf(name, "failed", `${login} holds it, and ${describeUnreadable(say.unreadable)}`)];
    return [
      leaf(name, "pending", `${login} holds it, until they comment \`/countersign unhold\``, [
        { count: 1, from: `${login} to unhold` },
      ]),
    ];
  });
}

/** An edit never adds power, so what an edited comment would end stays. */
function isEnded(objection: Act, context: DecisionContext): boolean {
  const { account, at } = objection;
  const hasApproved = context.approvalsOf(account).some(({ act, isGood }) => isGood && isLater(act.at, at));
  const hasWithdrawn = context
    .actsOf(account)
    .some((act) => act.kind === "withdraw" && isLater(act.at, at) && !act.edited);
  return hasApproved || hasWithdrawn;
}

function isLifted(hold: Act, context: DecisionContext): boolean {
  return context
    .actsOf(hold.account)
    .some((act) => act.kind === "unhold" && isLater(act.at, hold.at) && !act.edited && mayUnhold(act, context));
}

function mayUnhold({ account }: Act, { mayCommand }: DecisionContext): boolean {
  return mayCommand(account, "unhold").answer === "member";
}

function lastOfEach(acts: readonly Act[]): readonly Act[] {
  const last = new Map<number, Act>();
  for (const act of acts) last.set(act.account.id, act);
  return [...last.values()].sort((a, b) => a.account.id - b.account.id);
}
