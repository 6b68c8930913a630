import type { Step } from "../core/find-landing.ts";
import { planRelease, type ReleasePlan } from "../core/plan-release.ts";
import { rewrittenAlert, rewrittenKey, unapprovedAlert, unapprovedKey } from "../core/render/alerts.ts";
import { type RepositoryRef, repositoryKey } from "../domain/identity.ts";
import type { NodeRepository } from "../domain/node.ts";
import { isAncestor, listFirstParents } from "../git/list-commits.ts";
import { readRef, readTreeId } from "../git/read-ref.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { adoptBaseline } from "./adopt-baseline.ts";
import type { Branch } from "./branch.ts";
import { planBranch, readBranchRecords } from "./branch-plan.ts";
import { afterDeployment, beforeDeployment } from "./carry-out-recalls.ts";
import { deployCommit } from "./deploy-commit.ts";
import { digestObserved } from "./digest-observed.ts";
import type { GatheredChange } from "./gather-change.ts";
import { judgeLanding } from "./judge-landing.ts";
import { askNodeOfLanding } from "./node-dags/ask-node.ts";
import { recordLiveDags } from "./node-dags/record-live-dags.ts";
import type { JourneyPorts } from "./ports.ts";
import { approveResults } from "./publish-results.ts";
import { reconsiderCountersigned } from "./reconsider-countersigned.ts";
import { lookAtExpiry } from "./reconsider-landing.ts";
import { reportProgress } from "./report-progress.ts";
import { requestRuns } from "./request-runs.ts";

/** Judges what landed on a deploy branch since the last approved landing, and brings the newest approved tree to the node. */
export async function releaseLanded(
  ports: JourneyPorts,
  repository: RepositoryRef,
  nodeRepository: NodeRepository,
): Promise<void> {
  const ref = `refs/heads/${nodeRepository.branch}`;
  const mirror = await ports.mirrors.fetch(repository, await ports.forge.readRemote(repository), [`+${ref}:${ref}`]);
  const tip = await readRef(mirror, ref);
  if (tip === null) return;
  const branch: Branch = { repository, ref, mirror };

  const last = await ports.store.readLastApprovedLanding(repositoryKey(repository), ref);
  const start = last ?? (await adoptBaseline(ports, branch, tip, null));
  if (start === null) return;

  if (await isAncestor(mirror, start.sha, tip)) await judgeNewLandings(ports, branch, start, tip);
  else await judgeRewritten(ports, branch, start, tip);
  await reconsiderCountersigned(ports, branch);
  await releasePlanned(ports, branch, nodeRepository);
}

/** Brings to the node what shall be live: the newest approved landing, or what it was taken back to. */
async function releasePlanned(ports: JourneyPorts, branch: Branch, nodeRepository: NodeRepository): Promise<void> {
  const plan = await planBranch(ports, branch);
  await beforeDeployment(ports, branch, plan);
  if (plan.wanted !== null) await deployCommit(ports, branch, nodeRepository, plan.wanted);
  await afterDeployment(ports, branch, nodeRepository, plan);
  await recordLiveDags(ports, branch, nodeRepository, plan.wanted);
}

async function judgeNewLandings(
  ports: JourneyPorts,
  branch: Branch,
  start: RecordedLanding,
  tip: string,
): Promise<void> {
  let live = start;
  const asking = { ...ports, askNodeOf: (gathered: GatheredChange) => askNodeOfLanding(ports, gathered) };
  const { wanted, heldBackBy } = await planToday(ports, branch);
  const wentBackTo = heldBackBy.length > 0 ? wanted : null;
  let steps = await readSteps(branch, start.sha, tip);
  for (let [first, ...rest] = steps; first !== undefined; [first, ...rest] = steps) {
    const judged = await judgeLanding(asking, branch, live.sha, [first, ...rest], wentBackTo);
    const { repository, ref } = branch;
    const landing: RecordedLanding = {
      repositoryKey: repositoryKey(repository),
      ref,
      at: ports.clock.now().toISOString(),
      ...judged,
    };
    if (judged.verdict.status === "unapproved") {
      await raiseAlert(ports, branch, landing, wentBackTo ?? live.sha);
      return;
    }
    const end = steps.findIndex(({ sha }) => sha === judged.sha);
    await acceptLanding(ports, branch, landing, steps.slice(0, end + 1));
    if (heldBackBy.length > 0) await tellChange(ports, branch, landing);
    live = landing;
    steps = steps.slice(end + 1);
  }
}

/** What shall be live by what is recorded so far. */
async function planToday({ store }: JourneyPorts, { repository, ref }: Branch): Promise<ReleasePlan> {
  const { onBranch, recalls } = await readBranchRecords(store, repositoryKey(repository), ref);
  return planRelease(onBranch, recalls);
}

/** What is deployed is told then; what may be held back hears of it here. */
async function tellChange(ports: JourneyPorts, { repository }: Branch, { verdict }: RecordedLanding): Promise<void> {
  if (verdict.status !== "approved" || verdict.basis.kind !== "change") return;
  await reportProgress(ports, { repository, number: verdict.basis.number });
}

async function raiseAlert(ports: JourneyPorts, branch: Branch, landing: RecordedLanding, live: string): Promise<void> {
  const { verdict, sha } = landing;
  if (verdict.status !== "unapproved") return;
  await ports.forge.publishAlert(branch.repository, unapprovedAlert(branch.ref, sha, live, verdict));
  await recordLanding(ports, branch, landing);
  if (verdict.change !== null) await reportProgress(ports, { repository: branch.repository, number: verdict.change });
}

/** The record comes last: whoever is interrupted before it does all of this again, and each part of it only once. */
async function acceptLanding(
  ports: JourneyPorts,
  branch: Branch,
  landing: RecordedLanding,
  steps: readonly Step[],
): Promise<void> {
  await requestRuns(ports, branch, landing);
  await approveResults(ports, branch, landing);
  for (const { sha } of steps) {
    const known = await ports.store.readLanding(landing.repositoryKey, landing.ref, sha);
    if (known?.verdict.status !== "unapproved") continue;
    await ports.forge.closeAlert(
      branch.repository,
      unapprovedKey(branch.ref, sha),
      `It may be deployed now: ${landing.verdict.reason}.`,
    );
  }
  await digestObserved(ports, branch, landing);
  await lookAtExpiry(ports, branch.repository, landing);
  await recordLanding(ports, branch, landing);
}

async function judgeRewritten(ports: JourneyPorts, branch: Branch, start: RecordedLanding, tip: string): Promise<void> {
  const adopted = await adoptBaseline(ports, branch, tip, { alert: rewrittenAlert(branch.ref, tip, start.sha), start });
  if (adopted === null) return;
  await ports.forge.closeAlert(
    branch.repository,
    rewrittenKey(branch.ref, tip),
    "A controller of the node adopted the new tree.",
  );
}

async function readSteps(branch: Branch, from: string, to: string): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const sha of await listFirstParents(branch.mirror, from, to))
    steps.push({ sha, tree: await readTreeId(branch.mirror, sha) });
  return steps;
}

async function recordLanding(ports: JourneyPorts, branch: Branch, landing: RecordedLanding): Promise<void> {
  const { verdict, before, sha, tree, at } = landing;
  const known = await ports.store.readLanding(landing.repositoryKey, landing.ref, sha);
  const isSame = known?.verdict.status === verdict.status && known.verdict.reason === verdict.reason;
  if (isSame && verdict.status === "unapproved") return;
  await ports.store.recordLanding(landing, {
    at,
    kind: "landing",
    repository: branch.repository,
    details: {
      ref: branch.ref,
      before,
      sha,
      tree,
      status: verdict.status,
      reason: verdict.reason,
      decision: verdict.decision,
    },
  });
}
