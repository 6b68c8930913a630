import { asItLanded, tipBeforeMerge } from "../core/base-at.ts";
import { decide } from "../core/decide.ts";
import { withFindings } from "../core/with-findings.ts";
import { ForgeError, GitError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Recall } from "../domain/recall.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { answerCommands } from "./answer-commands.ts";
import type { Branch } from "./branch.ts";
import { type GatheredChange, gatherTold } from "./gather-change.ts";
import { gatherCountersigned, isCountersigned } from "./gather-countersigned.ts";
import { inspectLanded } from "./inspect-landed.ts";
import { forgetEndedDags } from "./node-dags/forget-ended-dags.ts";
import type { JourneyPorts } from "./ports.ts";
import { isExpiryDue, lookAtExpiry, mayBeTakenBack, reconsiderLanding } from "./reconsider-landing.ts";
import { reportProgress } from "./report-progress.ts";
import { whyUndeployed } from "./why-undeployed.ts";
import { withDatasetsRead } from "./with-datasets-read.ts";

/**
 * A change that was merged or closed is told what became of it, its commands are answered, and what was said since it landed
 * is heard: its approval may be taken back, or given.
 */
export async function lookAtEnded(ports: JourneyPorts, told: ForgeChange): Promise<void> {
  const landing = await readLanding(ports, told);
  await forgetEndedDags(ports, told, landing);
  if (told.state === "merged") await reportProgress(ports, told.ref, { undeployed: await whyUndeployed(ports, told) });
  const speaks = told.comments.some(({ body }) => body.includes("/countersign")) || mayBeTakenBack(told);
  if (!speaks && !(await isExpiryDue(ports, told.ref.repository, landing))) {
    if (landing !== null) await lookAtExpiry(ports, told.ref.repository, landing); // this look took the place of that one
    return;
  }

  const gathered = await gatherEnded(ports, told, landing);
  if (gathered === null) return; // its base may be gone
  if (landing?.verdict.status === "approved" && landing.verdict.basis.kind === "change") {
    const { decision, recall } = await reconsiderLanding(ports, gathered, landing);
    await answerCommands(ports, gathered, decision, true, undefined, { landing, recall });
    return;
  }
  const branch = { repository: told.ref.repository, ref: told.baseRef, mirror: gathered.mirror };
  const recall = landing === null ? null : await reconsiderCommit(ports, branch, landing);
  const inspection = await inspectLanded(ports, branch, gathered, told.mergedAs ?? told.head.sha);
  const whole = await withDatasetsRead(ports, gathered, inspection);
  const decision = decide(withFindings(whole.change, inspection), { policy: gathered.policy, node: ports.node });
  await answerCommands(ports, whole, decision, true, undefined, { landing, recall });
  if (recall !== null) await reportProgress(ports, told.ref);
  if (landing?.verdict.status === "unapproved") await lookAtBranch(ports, landing, told);
}

/** What landed was countersigned itself: what is said on the change by which it came may take that back, too. */
async function reconsiderCommit(ports: JourneyPorts, branch: Branch, landing: RecordedLanding): Promise<Recall | null> {
  if (!isCountersigned(landing)) return null;
  const { whole } = await gatherCountersigned(ports, branch, landing);
  return (await reconsiderLanding(ports, whole, landing)).recall;
}

/** As a change, or the countersigned commit as which it landed. */
async function readLanding(
  { store }: Pick<JourneyPorts, "store">,
  { state, ref, baseRef, mergedAs }: ForgeChange,
): Promise<RecordedLanding | null> {
  if (state !== "merged") return null;
  const key = repositoryKey(ref.repository);
  const ofChange = await store.readLandingOfChange(key, ref.number);
  if (ofChange !== null || mergedAs === null) return ofChange;
  const commit = await store.readLanding(key, baseRef, mergedAs);
  return commit !== null && isCountersigned(commit) ? commit : null;
}

/** As it was when it landed: what is said of it now is said of the same difference. */
async function gatherEnded(
  ports: JourneyPorts,
  told: ForgeChange,
  landing: RecordedLanding | null,
): Promise<GatheredChange | null> {
  const before = landing?.before ?? tipBeforeMerge(told);
  try {
    return await gatherTold(ports, before === null ? told : asItLanded(told, before), before);
  } catch (error) {
    if ((error instanceof ForgeError || error instanceof GitError) && !error.retryable) return null;
    throw error;
  }
}

/** Somebody may have approved what nobody had when it landed. */
async function lookAtBranch(ports: JourneyPorts, { ref }: RecordedLanding, told: ForgeChange): Promise<void> {
  const { forge, name } = told.ref.repository;
  await ports.store.enqueue({ kind: "branch", forge, repository: name, ref }, ports.clock.now().toISOString());
}
