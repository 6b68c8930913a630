import type { ChangeRequest, Instant } from "../domain/change.ts";
import type { Decision } from "../domain/decision.ts";
import type { TakingBack } from "../domain/recall.ts";
import { createContext, type DecisionContext } from "./decide/context.ts";
import { type DecideOptions, decide } from "./decide.ts";
import { isHeldBack, modeOf } from "./held-back.ts";

/** Whether something that landed and was approved still is, and who took it back if not. */
export type AfterLandingJudgement =
  | { readonly status: "good"; readonly decision: Decision }
  | { readonly status: "taken-back"; readonly decision: Decision; readonly acts: readonly TakingBack[] };

export interface LandedFacts {
  /** What was decided when it landed; `null` where nothing was. */
  readonly decision: Decision | null;
  readonly at: Instant;
}

/**
 * Judges a landed change anew, with the people and acts of today. It is taken back when it is no longer approved because an
 * approver withdrew, or somebody objects or holds it. That somebody left a group later, or that a check is run again, takes
 * nothing back: the decision at the landing stands. An approval that has expired does so where the policy says it.
 */
export function judgeAfterLanding(
  change: ChangeRequest,
  options: DecideOptions,
  landed: LandedFacts,
): AfterLandingJudgement {
  const decision = decide(change, options);
  if (options.policy.state !== "valid" || !isHeldBack(decision, modeOf(options.policy)))
    return { status: "good", decision };

  const { policy } = options.policy;
  const then = decide({ ...change, now: landed.at }, options);
  const acts = findTakingBack(createContext(change, policy, options.node), then, landed.decision);
  const isKnown = then.status === "pending" || then.status === "rejected";
  const isWithdrawn = acts.some(({ kind }) => kind === "withdrawal");
  if (acts.length > 0 && (isKnown || (then.status === "failed" && isWithdrawn)))
    return { status: "taken-back", decision, acts };

  const minds = (policy.afterLanding?.onExpiry ?? "ignore") !== "ignore";
  return minds && then.status === "approved"
    ? { status: "taken-back", decision, acts: [{ kind: "expiry" }] }
    : { status: "good", decision };
}

/** Who took back what: those whose approval counted and who withdrew it, and those whose objection or hold stands. */
function findTakingBack(context: DecisionContext, now: Decision, landed: Decision | null): readonly TakingBack[] {
  const counted = new Set((landed?.approvals ?? []).filter((one) => one.counted).map(({ account }) => account.id));
  const stands = new Set(
    now.tree.children.filter(({ status }) => status === "rejected" || status === "pending").map(({ name }) => name),
  );
  const found = new Map<string, TakingBack>();
  for (const { account } of context.acts) {
    const by = { id: account.id, login: account.login };
    if (stands.has(`objection of ${by.login}`)) found.set(`objection ${by.id}`, { kind: "objection", by });
    if (stands.has(`hold of ${by.login}`)) found.set(`hold ${by.id}`, { kind: "hold", by });
    if (counted.has(by.id) && hasWithdrawn(by.id, context))
      found.set(`withdrawal ${by.id}`, { kind: "withdrawal", by });
  }
  return [...found.values()];
}

/** Whether nothing that somebody approved is good any more since they took it back themselves. */
function hasWithdrawn(id: number, { acts, approvals, labelsSet, change }: DecisionContext): boolean {
  if ([...approvals, ...labelsSet].some(({ act, isGood }) => act.account.id === id && isGood)) return false;
  const byCommand = acts.some(({ kind, account }) => kind === "withdraw" && account.id === id);
  const onForge = change.reviews.some(({ account, dismissed }) => account.id === id && dismissed?.by.id === id);
  return byCommand || onForge;
}
