import type { LandingVerdict } from "../../domain/landing.ts";
import type { Publication } from "../../domain/publication.ts";
import type { Recall } from "../../domain/recall.ts";
import type { Release } from "../../domain/release.ts";
import type { Run } from "../../domain/run.ts";
import { renderApprovals, renderTree } from "./decision-text.ts";
import { landingReason } from "./landing-reason.ts";
import { code, details, plain, shortSha } from "./markdown.ts";
import { changeLink, describeCause, describeEffect, describeWayOut } from "./recall-words.ts";

/** What happened to a change after it landed. */
export interface Progress {
  readonly verdict: LandingVerdict | null;
  /** Why it goes to no node, a sentence in Markdown; `null` where it is judged soon. Said while there is no verdict. */
  readonly undeployed?: string | null;
  readonly releases: readonly Release[];
  readonly runs: readonly Run[];
  readonly publications: readonly Publication[];
  /** Absent or `null` while nothing of it was taken back. */
  readonly takenBack?: TakenBack | null;
}

/** Why a landing is not live any more, or live and no longer approved. */
export interface TakenBack {
  readonly recall: Recall;
  /** The landing that shall be live. */
  readonly wanted: string | null;
  /** Whether the recall is about this very landing, and not about one that it is stacked on. */
  readonly isOwn: boolean;
}

/** The one summary comment of the change `number` that was merged: what became of it. */
export function landedSummary(number: number, head: string, progress: Progress): string {
  const { verdict } = progress;
  const isInvalid = verdict?.status === "unapproved" && verdict.invalid !== undefined;
  const wayOut = isInvalid ? wayOutOfInvalid : wayOutOf(progress.takenBack ?? null);
  return [
    `### Countersign: ${plain(landedHeadline(progress))}`,
    [
      ...verdictLines(verdict, number),
      ...(verdict === null && progress.undeployed != null ? [`- ➖ **Landing**: ${progress.undeployed}`] : []),
      ...takenBackLines(progress.takenBack ?? null),
      ...progress.releases.map(releaseLine),
      ...progress.runs.map(runLine),
      ...progress.publications.map((one) => publicationLine(one, number)),
    ].join("\n"),
    wayOut,
    verdict?.decision == null
      ? `Head: ${code(shortSha(head))}.`
      : details(
          "Why",
          [renderTree(verdict.decision.tree), renderApprovals(verdict.decision.approvals)].filter(Boolean).join("\n\n"),
        ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const wayOutOfInvalid =
  "**Next**: revert it, and bring it again without these. If it is good all the same, say so by `/countersign approve` and the full sha on the commit that landed, or on the alert about it.";

function landedHeadline(progress: Progress): string {
  const { verdict, releases, runs, publications, takenBack } = progress;
  if (takenBack != null) return takenBackHeadline(takenBack);
  if (verdict === null) return progress.undeployed == null ? "merged, being looked at" : "merged, and not deployed";
  if (verdict.status === "unapproved")
    return `merged ${verdict.invalid === undefined ? "without approval" : "with a failed validation"}, nothing was deployed`;
  if (publications.some(({ state }) => state === "published")) return "published";
  if (releases.some(({ state }) => state === "failed")) return "merged, but the deployment failed";
  const run = runs[0];
  if (run !== undefined) return `deployed, run ${run.state}`;
  if (releases.some(({ state }) => state === "live" || state === "superseded")) return "deployed";
  return isApproved(verdict) ? "merged and approved" : "merged";
}

/** What lands under a policy that only observes may be approved by nobody. */
function isApproved({ decision }: LandingVerdict): boolean {
  return decision === null || decision.status === "approved";
}

function takenBackHeadline({ recall, wanted, isOwn }: TakenBack): string {
  const { cause } = recall;
  const isHeld = (cause.kind === "rollback" || cause.rollsBack) && wanted !== null;
  if (!isOwn) return "held back with what it is stacked on";
  if (cause.kind === "rollback") return isHeld ? "rolled back" : "deployed";
  return isHeld ? "no longer approved, rolled back" : "no longer approved, still live";
}

function takenBackLines(takenBack: TakenBack | null): string[] {
  if (takenBack === null) return [];
  const { recall, wanted, isOwn } = takenBack;
  const below = recall.change === null ? code(shortSha(recall.sha)) : changeLink(recall.repositoryKey, recall.change);
  const subject = isOwn ? "" : `${below} is held back: `;
  return [`- ↩️ **Taken back**: ${subject}${describeCause(recall)}. ${describeEffect(recall, wanted)}`];
}

function wayOutOf(takenBack: TakenBack | null): string {
  if (takenBack === null) return "";
  const { recall, isOwn } = takenBack;
  return `**Next**: ${lowerFirst(describeWayOut(recall, isOwn && recall.change !== null))}`;
}

function lowerFirst(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

function verdictLines(verdict: LandingVerdict | null, number: number): string[] {
  if (verdict === null) return [];
  const mark = verdict.status === "approved" ? "✅" : "❌";
  return [`- ${mark} **Landing**: ${plain(landingReason(verdict, number))}`];
}

function releaseLine(release: Release): string {
  const mark = release.state === "failed" ? "❌" : release.state === "deploying" ? "⏳" : "✅";
  const words = {
    deploying: "is being deployed",
    live: "is live",
    superseded: "was live",
    failed: "could not be deployed",
  }[release.state];
  return `- ${mark} **Deployment**: ${code(shortSha(release.commit))} ${words} in ${code(`${release.target}/${release.namespace}`)}.`;
}

function runLine(run: Run): string {
  const mark =
    run.state === "succeeded"
      ? "✅"
      : run.state === "failed" || run.state === "refused" || run.state === "cancelled"
        ? "❌"
        : "⏳";
  return `- ${mark} **Run** ${code(run.id)} of ${code(run.path)}: ${run.state}. ${plain(run.detail)}`;
}

function publicationLine(publication: Publication, number: number): string {
  const mark = publication.state === "published" ? "✅" : publication.state === "refused" ? "❌" : "⏳";
  const sign = publication.repository.forge === "gitlab" ? "!" : "#";
  const where = publication.change === null || publication.change === number ? "" : ` (${sign}${publication.change})`;
  return `- ${mark} **Results** ${code(publication.dvcPath)}${where}: ${publication.state}. ${plain(publication.detail)}`;
}
