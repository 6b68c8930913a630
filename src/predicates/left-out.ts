import type { ChangeRequest } from "../domain/change.ts";
import type { OptionalFact } from "../domain/optional-facts.ts";
import { listNames } from "../formats/did-you-mean.ts";
import type { PredicateFacts } from "./define-predicate.ts";

const unsaid: Readonly<Record<Exclude<OptionalFact, "body" | "earlierHeads"> | "jobs", string>> = {
  title: "what its title is: add `title`",
  requester: "who asked for the run whose results these are: add `requester` (`null` if nobody did)",
  reviews: "who reviewed it: add `reviews` (`[]` if nobody did)",
  comments: "what was commented: add `comments` (`[]` if nothing was)",
  checks: "which checks have reported: add `checks` (`[]` if none has)",
  labels: "which labels it has: add `labels` (`[]` if none)",
  findings: "what the rules found, and where they could not look: add `findings` and `unread` (`[]` if nothing)",
  unread: "where the rules could not look: add `unread` (`[]` if nowhere)",
  datasets: "which datasets it touches: add `datasets` (`[]` if none)",
  jobs: "what its job requests ask for: add `jobs`",
};

/** Why something is not known for want of a fact that nobody gave; `null` where it was given. */
export function whyLeftOut(
  change: Pick<ChangeRequest, "leftOut">,
  fact: Exclude<keyof typeof unsaid, "jobs">,
): string | null {
  return change.leftOut?.includes(fact) ? describeLeftOut(fact) : null;
}

export function describeLeftOut(fact: keyof typeof unsaid): string {
  return `the facts do not say ${unsaid[fact]}`;
}

/** The same for what job requests ask for. A change that brings no file of that kind has none. */
export function whyJobsLeftOut({ change, kindsOf }: Pick<PredicateFacts, "change" | "kindsOf">): string | null {
  if (change.jobs !== undefined) return null;
  const bringsJobs = change.files.items.some(
    ({ path, status }) => status !== "removed" && kindsOf(path).includes("job"),
  );
  return bringsJobs ? describeLeftOut("jobs") : null;
}

/** Why it is not known which datasets a change touches, and so whose; `null` where it is. */
export function whyDatasetsUnknown(facts: Pick<PredicateFacts, "change" | "kindsOf">): string | null {
  return whyLeftOut(facts.change, "datasets") ?? whyJobsLeftOut(facts) ?? whyUnread(facts.change);
}

function whyUnread(change: Pick<ChangeRequest, "jobs">): string | null {
  const unread = unreadJobs(change);
  if (unread.length === 0) return null;
  return `${listNames(unread, 5)} cannot be read as a job request, so it is not known which datasets it touches`;
}

/** Paths of job requests that cannot be read. */
export function unreadJobs({ jobs = [] }: Pick<ChangeRequest, "jobs">): readonly string[] {
  return jobs.filter(({ asks }) => asks === null).map(({ path }) => path);
}
