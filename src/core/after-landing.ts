import type { ChangeRequest, Instant } from "../domain/change.ts";
import type { Decision } from "../domain/decision.ts";
import type { Policy } from "../domain/policy.ts";
import type { TakingBack } from "../domain/recall.ts";
import { isOlderThan } from "../formats/instant.ts";
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
  /** By which it is taken back until now; empty while it stands. */
  readonly takenBackBy: readonly TakingBack[];
}

/**
 * Judges a landed change anew, with the people and acts of today. It is taken back when it is no longer approved because an
 * approver withdrew, or somebody objects or holds it. That somebody left a group later, or that a check is run again, takes
 * nothing back: the decision at the landing stands. An approval that has expired does so where the policy says it. What is taken
 * back stays so while it is not known whether it is approved.
 */
export function judgeAfterLanding(
  change: ChangeRequest,
  options: DecideOptions,
  landed: LandedFacts,
): AfterLandingJudgement {
  const decision = decide(change, options);
  const keep = (acts: readonly TakingBack[]): AfterLandingJudgement =>
    acts.length === 0 ? { status: "good", decision } : { status: "taken-back", decision, acts };
  if (options.policy.state !== "valid") return keep(landed.takenBackBy);
  if (!isHeldBack(decision, modeOf(options.policy))) return keep([]);

  const { policy } = options.policy;
  const context = createContext(change, policy, options.node);
  const then = decide({ ...change, now: landed.at }, options);
  if (then.status !== "approved") {
    const acts = findTakingBack(context, then, landed.decision);
    if (acts.length > 0) return keep(acts);
  }
  if (isExpired(change.now, policy, landed, then)) return keep([{ kind: "expiry" }]);
  return keep(then.status === "failed" ? landed.takenBackBy.filter((act) => !isOver(act, context, then)) : []);
}

/** Whether all that a landing rests on has expired, where the policy minds: none of it was given after the landing. */
function isExpired(now: Instant, { afterLanding, counting }: Policy, { at }: LandedFacts, then: Decision): boolean {
  const { expireAfterMs } = counting;
  if (expireAfterMs === null || (afterLanding?.onExpiry ?? "ignore") === "ignore") return false;
  return then.status === "approved" || isOlderThan(expireAfterMs, at, now);
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
    for (const kind of ["objection", "hold"] as const)
      if (stands.has(nameOf({ kind, by }))) found.set(`${kind} ${by.id}`, { kind, by });
    if (counted.has(by.id) && hasWithdrawn(by.id, context))
      found.set(`withdrawal ${by.id}`, { kind: "withdrawal", by });
  }
  return [...found.values()];
}

/** Whether they ended it who did it, whatever else is not known. */
function isOver(act: TakingBack, context: DecisionContext, { tree }: Decision): boolean {
  if (act.kind === "expiry") return false;
  if (act.kind === "withdrawal") return !hasWithdrawn(act.by.id, context);
  return !tree.children.some(({ name }) => name === nameOf(act));
}

const nameOf = ({ kind, by }: Exclude<TakingBack, { kind: "expiry" }>): string => `${kind} of ${by.login}`;

/** Whether nothing that somebody approved is good any more since they took it back themselves. */
function hasWithdrawn(id: number, { acts, approvals, labelsSet, change }: DecisionContext): boolean {
  if ([...approvals, ...labelsSet].some(({ act, isGood }) => act.account.id === id && isGood)) return false;
  const byCommand = acts.some(({ kind, account }) => kind === "withdraw" && account.id === id);
  const onForge = change.reviews.some(({ account, dismissed }) => account.id === id && dismissed?.by.id === id);
  return byCommand || onForge;
}
