import { listNames } from "../../formats/did-you-mean.ts";
import type { DecisionContext } from "./context.ts";
import { unreadJobs } from "./judge-uses.ts";
import { type Judgement, leaf } from "./judgement.ts";

/** Judges `{ agreement: true }`: every job request that the change adds or edits names an agreement. */
export function judgeAgreement({ change }: DecisionContext): Judgement {
  const name = "an agreement in every job request";
  if (change.jobs === undefined) return leaf(name, "failed", "it is not known what its job requests ask for");
  const unread = unreadJobs({ change });
  if (unread.length > 0) return leaf(name, "failed", `${listNames(unread, 5)} cannot be read as a job request`);
  if (change.jobs.length === 0) return leaf(name, "skipped", "it has no job request");

  const without = change.jobs.filter(({ asks }) => asks?.agreement === null).map(({ path }) => path);
  if (without.length === 0) return leaf(name, "approved", "every job request names an agreement");
  const reason = `${listNames(without, 5)} must name an agreement: add \`agreement:\``;
  return leaf(name, "pending", reason, [{ count: 1, from: name }]);
}
