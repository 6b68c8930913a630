import type { ChangeRequest, Instant } from "../../domain/change.ts";
import type { Counting } from "../../domain/policy.ts";
import { countOf } from "../../formats/count-of.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { isLater, isOlderThan } from "../../formats/instant.ts";
import { sinceApproval } from "../since-approval.ts";
import type { Act } from "./acts.ts";
import { findKeptHead } from "./find-kept-head.ts";

/** Whether an approval is of what the change is now. */
export type Binding =
  | { readonly isBound: true }
  | {
      readonly isBound: false;
      readonly why: string;
      /** A fact is not known, so that the approver must say the full sha. */
      readonly asksForCommand: boolean;
    };

/** The state of a change that an approval is of. */
interface ApprovedHead {
  readonly sha: string;
  readonly since: Instant | null;
  readonly mergeBase: string | null;
}

/** Holds an approval against the head, base ref and merge base of a change, its method and its age. */
export function bindApproval(act: Act, change: ChangeRequest, counting: Counting): Binding {
  if (act.source === "label") return bindLabel(act, change, counting);
  const objection = objectToForm(act, change, counting);
  if (objection !== null) return unbound(objection);
  if (act.sha === null) return unknown("it is not known for which commit it was given");

  const isMeant = meaning(act.source, act.sha);
  const head = findHead(isMeant, change, counting);
  if (head === null) return unbound(describeOtherSha(act.sha, act, change));
  if (act.dismissed) return unbound("it was dismissed"); // said last: a forge may dismiss what a push made old
  return (
    bindToBase(act, change, head) ?? bindToTime(act, head) ?? bindToAge(act, change, counting) ?? { isBound: true }
  );
}

/**
 * A label is of the head that was there when it was set, whatever the policy keeps through updates. No command says what is not
 * known of it; it can be set again.
 */
function bindLabel(act: Act, change: ChangeRequest, counting: Counting): Binding {
  const { since, sha } = change.head;
  if (since === null) return unbound(`it is not known since when ${shorten(sha)} is the head`);
  if (act.sha === null) return unbound("set no later than the latest push");
  const binding =
    bindToBase(act, change, { sha, since, mergeBase: change.mergeBase }) ?? bindToAge(act, change, counting);
  return binding === null || binding.isBound ? { isBound: true } : unbound(binding.why);
}

function objectToForm(act: Act, change: ChangeRequest, counting: Counting): string | null {
  const isOfLanding = change.number === 0;
  if (!isOfLanding && act.source !== "label" && !counting.methods.includes(act.source)) {
    return act.source === "review"
      ? "the policy counts no reviews, only `/countersign approve`"
      : "the policy counts reviews only";
  }
  if (act.edited) return act.source === "review" ? "the review was edited" : "the comment was edited";
  return null;
}

type IsMeant = (sha: string) => boolean;

function findHead(isMeant: IsMeant, change: ChangeRequest, counting: Counting): ApprovedHead | null {
  if (isMeant(change.head.sha)) {
    return { sha: change.head.sha, since: change.head.since, mergeBase: change.mergeBase };
  }
  return counting.updateMerges === "keep" ? findKeptHead(isMeant, change) : null;
}

/** People may write a sha in capitals. What the forge recorded is compared as it is. */
function meaning(source: Act["source"], said: string): IsMeant {
  if (source === "review") return (sha) => sha === said;
  return (sha) => sha.toLowerCase() === said.toLowerCase();
}

/** What is known of the commit that an approval names, and no more than that. */
function describeOtherSha(said: string, { source }: Act, change: ChangeRequest): string {
  const sha = source === "command" ? said.toLowerCase() : said;
  const what = change.number === 0 ? "what landed" : "the head";
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha))
    return `${quoteName(said)} is not a full sha; ${what} is \`${change.head.sha}\``;
  const since = sinceApproval(sha, change);
  switch (since.kind) {
    case "commits":
      return `given on ${shorten(sha)}, ${countOf(since.count, "commit")} ago`;
    case "force-push":
      return `given on ${shorten(sha)}, which is no part of the change any more`;
    case "unknown":
      return `given on ${shorten(sha)}, which is not ${what}`;
    default:
      return since satisfies never;
  }
}

function bindToBase(act: Act, change: ChangeRequest, head: ApprovedHead): Binding | null {
  if (act.baseRef === null) return unknown("it is not known for which base branch it was given");
  if (act.baseRef !== change.base.ref) return unbound(`given when the base was ${quoteName(act.baseRef)}`);
  if (act.mergeBase === null || head.mergeBase === null)
    return unknown("it is not known on which merge base it was given");
  if (act.mergeBase !== head.mergeBase)
    return unbound(`given on the merge base ${shorten(act.mergeBase)}, before it moved`);
  return null;
}

/**
 * A forge may stamp a review anew with a later commit, so its time must show that it came after that commit. A command
 * names the commit itself.
 */
function bindToTime(act: Act, head: ApprovedHead): Binding | null {
  if (act.source === "command" || isLater(act.at, head.since)) return null;
  if (head.since === null) return unknown(`it is not known since when ${shorten(head.sha)} is the head`);
  return unknown(`given no later than ${shorten(head.sha)} became the head`);
}

function bindToAge(act: Act, change: ChangeRequest, { expireAfterMs }: Counting): Binding | null {
  if (expireAfterMs === null) return null;
  return isOlderThan(expireAfterMs, act.at, change.now) ? unbound("it has expired") : null;
}

export function shorten(sha: string): string {
  return sha.slice(0, 7);
}

function unbound(why: string): Binding {
  return { isBound: false, why, asksForCommand: false };
}

function unknown(why: string): Binding {
  return { isBound: false, why, asksForCommand: true };
}
