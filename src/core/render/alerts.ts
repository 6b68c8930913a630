import { repositoryKey } from "../../domain/identity.ts";
import type { LandingVerdict } from "../../domain/landing.ts";
import type { Recall } from "../../domain/recall.ts";
import type { Alert } from "../../domain/report.ts";
import type { ForgeChange, MergeOutcome } from "../../ports/forge.ts";
import { code, plain, shortRef, shortSha } from "./markdown.ts";
import { changeLink, describeCause, describeEffect, describeWayOut } from "./recall-words.ts";

/** The alert about a branch that has no approved beginning yet. */
export function adoptAlert(ref: string, tip: string): Alert {
  return {
    key: `adopt:${ref}`,
    sha: tip,
    title: `Countersign: ${shortRef(ref)} needs a baseline before anything is deployed`,
    body: [
      `${code(shortRef(ref))} is deployed to a node, and has history that nobody approved yet. Nothing is deployed until a controller of the node takes its tree as the baseline.`,
      "A controller who has read the whole tree comments here, or on the commit:",
      `    /countersign adopt ${tip}`,
    ].join("\n\n"),
  };
}

export function unapprovedKey(ref: string, sha: string): string {
  return `unapproved:${ref}:${sha}`;
}

/** The alert about a commit on the deploy branch that nobody approved, or that was approved and whose validation failed. */
export function unapprovedAlert(
  ref: string,
  sha: string,
  live: string,
  { reason, invalid }: Extract<LandingVerdict, { status: "unapproved" }>,
): Alert {
  const [is, without] =
    invalid === undefined
      ? ["is not approved", "without the approval that the policy asks for"]
      : ["did not pass its validation", "although its validation failed"];
  return {
    key: unapprovedKey(ref, sha),
    sha,
    title: `Countersign: ${shortSha(sha)} on ${shortRef(ref)} ${is} and was not deployed`,
    body: [
      `${code(shortSha(sha))} reached ${code(shortRef(ref))} ${without}: ${plain(reason.replace(/\.$/, ""))}.`,
      `It is not deployed, nor is anything on top of it. ${code(shortSha(live))} stays live.`,
      "Either a data controller reads the commit and comments here, or on the commit:",
      `    /countersign approve ${sha}`,
      `or the commit is reverted: a revert that restores the tree of ${code(shortSha(live))} needs no approval.`,
    ].join("\n\n"),
  };
}

export function rewrittenKey(ref: string, tip: string): string {
  return `rewritten:${ref}:${tip}`;
}

/** The alert about a deploy branch whose approved history was replaced. */
export function rewrittenAlert(ref: string, tip: string, live: string): Alert {
  return {
    key: rewrittenKey(ref, tip),
    sha: tip,
    title: `Countersign: ${shortRef(ref)} was rewritten and is not deployed`,
    body: [
      `${code(shortRef(ref))} no longer contains ${code(shortSha(live))}, the commit that was approved last. Nothing is deployed; ${code(shortSha(live))} stays live.`,
      `Either restore the branch, or a controller of the node takes the new tree as the baseline, with a comment here or on the commit:`,
      `    /countersign adopt ${tip}`,
    ].join("\n\n"),
  };
}

export function recallKey({ id }: Pick<Recall, "id">): string {
  return `recall:${id}`;
}

/** The alert about something that landed and is held back, or whose approval was taken back. `wanted` is what shall be live. */
export function recallAlert(recall: Recall, wanted: string | null): Alert {
  const { cause, ref, sha, change, repositoryKey } = recall;
  const isHeld = cause.kind === "rollback" || cause.rollsBack;
  const outcome = isHeld && wanted !== null ? `is rolled back to ${shortSha(wanted)}` : "still has it live";
  const title =
    cause.kind === "rollback"
      ? `${shortRef(ref)} ${outcome}`
      : `${shortSha(sha)} is no longer approved, and ${shortRef(ref)} ${outcome}`;
  const what = change === null ? code(shortSha(sha)) : `${changeLink(repositoryKey, change)} (${code(shortSha(sha))})`;
  return {
    key: recallKey(recall),
    sha,
    title: `Countersign: ${title}`,
    body: [
      `${what} landed on ${code(shortRef(ref))}, and ${describeCause(recall)}. ${describeEffect(recall, wanted)}`,
      ...(cause.kind === "taken-back" ? ["Runs that it asked for and that have not ended are cancelled."] : []),
      describeWayOut(recall),
    ].join("\n\n"),
  };
}

/** The alert about a change that was given another base, or another head, in the moment in which it was merged for somebody. */
export function mergedElsewhereAlert(
  told: Pick<ForgeChange, "ref" | "baseRef" | "head">,
  { sha, head, baseRef }: Extract<MergeOutcome, { merged: true }>,
): Alert {
  const { number } = told.ref;
  const link = changeLink(repositoryKey(told.ref.repository), number);
  return {
    key: `merged-elsewhere:${number}:${sha}`,
    sha,
    title: `Countersign: change ${number} was merged into ${shortRef(baseRef)}, and decided on for ${shortRef(told.baseRef)}`,
    body: [
      `Somebody altered ${link} in the moment in which it was merged at \`/countersign merge\`: the decision was on ${code(shortSha(told.head.sha))} into ${code(shortRef(told.baseRef))}, and ${code(shortSha(head))} was merged into ${code(shortRef(baseRef))}.`,
      `Look at ${code(shortSha(sha))} on ${code(shortRef(baseRef))}, and revert it unless it belongs there. Where that branch is deployed, it is judged by its own policy as whatever lands.`,
    ].join("\n\n"),
  };
}

export function deploymentAlert(sha: string, environment: string, message: string): Alert {
  return {
    key: `deployment:${environment}:${sha}`,
    sha,
    title: `Countersign: ${shortSha(sha)} could not be deployed to ${environment}`,
    body: [
      `${code(shortSha(sha))} was to be deployed to ${code(environment)}, and could not be. What was live before is still live.`,
      plain(message),
      "Mend the cause by a new change; it is deployed when that has landed.",
    ].join("\n\n"),
  };
}
