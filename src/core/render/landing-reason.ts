import type { LandingVerdict } from "../../domain/landing.ts";

/**
 * Why a landing was judged as it was, as the change `number` is told. The verdict's own reason is read anywhere, so it
 * names the change that the landing is; here that would be the reader's own.
 */
export function landingReason(verdict: LandingVerdict, number: number): string {
  const { decision } = verdict;
  if (decision === null || changeOf(verdict) !== number) return verdict.reason;
  if (verdict.status === "unapproved")
    return verdict.invalid === undefined ? decision.summary : `this change is approved, but ${verdict.invalid}`;
  return decision.status === "approved"
    ? "this change is approved"
    : "this change is not approved, which the policy only observes";
}

/** The change that the landing is; `null` where it is judged on its own. */
function changeOf(verdict: LandingVerdict): number | null {
  if (verdict.status === "unapproved") return verdict.change;
  return verdict.basis.kind === "change" ? verdict.basis.number : null;
}
