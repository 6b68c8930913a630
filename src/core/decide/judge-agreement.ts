import { listNames } from "../../formats/did-you-mean.ts";
import { unreadJobs, whyJobsLeftOut } from "../../predicates/left-out.ts";
import type { DecisionContext } from "./context.ts";
import { type Judgement, leaf } from "./judgement.ts";

/** Judges `{ agreement: true }`: every job request that the change adds or edits names an agreement. */
export function judgeAgreement(context: DecisionContext): Judgement {
  const { change } = context;
  const name = "an agreement in every job request";
  const why = whyJobsLeftOut(context);
  if (why !== null) return leaf(name, "failed", why);
  const { jobs = [] } = change;
  const unread = unreadJobs(change);
  if (unread.length > 0) return leaf(name, "failed", `${listNames(unread, 5)} cannot be read as a job request`);
  if (jobs.length === 0) return leaf(name, "skipped", "it has no job request");

  const without = jobs.filter(({ asks }) => asks?.agreement === null).map(({ path }) => path);
  if (without.length === 0) return leaf(name, "approved", "every job request names an agreement");
  const reason = `${listNames(without, 5)} must name an agreement: add \`agreement:\``;
  return leaf(name, "pending", reason, [{ count: 1, from: name }]);
}
