import { planRelease } from "../core/plan-release.ts";
import { plain } from "../core/render/markdown.ts";
import { describeEffect, describeWayOut } from "../core/render/recall-words.ts";
import type { Decision } from "../domain/decision.ts";
import type { Recall } from "../domain/recall.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { readBranchRecords } from "./branch-plan.ts";
import { isCountersigned } from "./gather-countersigned.ts";
import type { JourneyPorts } from "./ports.ts";

/** What became of what is spoken of, where it landed. */
export interface Landed {
  readonly landing: RecordedLanding | null;
  /** By which its approval is taken back; `null` while it stands. */
  readonly recall: Recall | null;
}

/** What follows from the decision on something that landed already, in one sentence or two. `change` is where that is said; 0: on the commit. */
export async function describeAfterLanding(
  { store }: Pick<JourneyPorts, "store">,
  { landing, recall }: Landed,
  decision: Decision,
  change: number,
): Promise<string> {
  if (landing?.verdict.status !== "approved") {
    if (landing?.verdict.invalid !== undefined) return describeHeld(landing.sha, landing.verdict.invalid);
    return decision.status === "approved" ? "It landed already; what is approved of it is deployed now." : "";
  }
  const elsewhere = change !== 0 && isCountersigned(landing);
  if (recall === null) {
    return elsewhere
      ? `It landed already, as ${landing.sha}, which was countersigned itself, and stays as it is: what was approved is that commit. Say on it what is to be said of it.`
      : "It landed already, and stays as it is.";
  }
  const { onBranch, recalls } = await readBranchRecords(store, landing.repositoryKey, landing.ref);
  const { wanted } = planRelease(onBranch, recalls);
  const landed = elsewhere
    ? `It landed already, as ${landing.sha}, which was countersigned itself: the approval of that commit is taken back.`
    : "It landed already.";
  return `${landed} ${describeEffect(recall, wanted)} Its unfinished runs are cancelled. ${describeWayOut(recall)}`;
}

/** No approval of the change helps there: somebody has to say that the very commit is good. */
function describeHeld(sha: string, invalid: string): string {
  const way = `\`/countersign approve ${sha}\``;
  return `It landed already, and is held back: ${plain(invalid)}. Whoever may approve it can say that it is good all the same, by ${way} on the commit that landed or on the alert about it; or it is reverted.`;
}
