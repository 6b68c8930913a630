import { asItLanded, tipBeforeMerge } from "../core/base-at.ts";
import { decide } from "../core/decide.ts";
import { withFindings } from "../core/with-findings.ts";
import { ForgeError, GitError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { answerCommands } from "./answer-commands.ts";
import { type GatheredChange, gatherTold } from "./gather-change.ts";
import { inspectLanded } from "./inspect-landed.ts";
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
  const inspection = await inspectLanded(ports, branch, gathered, told.mergedAs ?? told.head.sha);
  const whole = await withDatasetsRead(ports, gathered, inspection);
  const decision = decide(withFindings(whole.change, inspection), { policy: gathered.policy, node: ports.node });
  await answerCommands(ports, whole, decision, true, undefined, { landing, recall: null });
  if (landing?.verdict.status === "unapproved") await lookAtBranch(ports, landing, told);
}

async function readLanding(ports: JourneyPorts, { state, ref }: ForgeChange): Promise<RecordedLanding | null> {
  return state === "merged" ? ports.store.readLandingOfChange(repositoryKey(ref.repository), ref.number) : null;
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
