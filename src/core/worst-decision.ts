import type { Decision, DecisionStatus } from "../domain/decision.ts";

const severity: Readonly<Record<DecisionStatus, number>> = { approved: 0, pending: 1, rejected: 2, failed: 3 };

/** The worst of several decisions; the first of those that are equally bad. Throws when there is none. */
export function worstDecision(decisions: readonly Decision[]): Decision {
  return decisions.reduce((worst, one) => (severity[one.status] > severity[worst.status] ? one : worst));
}
