import { placesHeldBack } from "../core/plan-release.ts";
import { recallAlert, recallKey } from "../core/render/alerts.ts";
import { shortSha } from "../core/render/markdown.ts";
import { type RepositoryRef, repositoryKey } from "../domain/identity.ts";
import type { NodeRepository } from "../domain/node.ts";
import type { Recall } from "../domain/recall.ts";
import { type Run, runTransitions } from "../domain/run.ts";
import type { Branch } from "./branch.ts";
import type { BranchPlan } from "./branch-plan.ts";
import type { JourneyPorts } from "./ports.ts";
import { reportProgress } from "./report-progress.ts";

/** What must not wait for the deployment: unfinished runs are stopped, and people are told. */
export async function beforeDeployment(ports: JourneyPorts, branch: Branch, plan: BranchPlan): Promise<void> {
  for (const recall of plan.recalls.filter(({ isTold }) => !isTold)) {
    if (recall.ended !== null) {
      await ports.forge.closeAlert(branch.repository, recallKey(recall), `It holds no longer: ${recall.ended.why}.`);
      continue;
    }
    if (recall.cause.kind === "taken-back") await stopRuns(ports, branch, recall);
    await ports.forge.publishAlert(branch.repository, recallAlert(recall, plan.wanted));
  }
}

/** What is told once the node is as it shall be. Recorded last: whoever is interrupted does all of it again. */
export async function afterDeployment(
  ports: JourneyPorts,
  branch: Branch,
  nodeRepository: NodeRepository,
  plan: BranchPlan,
): Promise<void> {
  for (const recall of plan.recalls.filter(({ isTold }) => !isTold)) {
    const rollsBack = placesHeldBack(plan.onBranch, recall) > 0;
    if (rollsBack && plan.wanted !== null) await tellCommit(ports, branch, nodeRepository, recall, plan.wanted);
    for (const number of changesHeldBack(plan, recall)) {
      await reportProgress(ports, { repository: branch.repository, number });
    }
    await ports.store.markTold(recall);
  }
}

/** Each run looks for itself whether it shall go on. */
async function stopRuns(ports: JourneyPorts, { repository }: Branch, recall: Recall): Promise<void> {
  const at = ports.clock.now().toISOString();
  for (const run of await ports.store.listRunsOfChange(repositoryKey(repository), recall.change ?? ofNoChange)) {
    if (isAskedBy(run, recall) && runTransitions[run.state].length > 0)
      await ports.store.enqueue({ kind: "run", run: run.id }, at);
  }
}

async function tellCommit(
  ports: JourneyPorts,
  branch: Branch,
  { namespace }: NodeRepository,
  recall: Recall,
  wanted: string,
): Promise<void> {
  for (const target of ports.targets) {
    const live = await ports.store.readLiveRelease(recall.repositoryKey, namespace, target.name);
    if (live?.commit !== wanted) continue;
    await ports.forge.publishDeployment(branch.repository, {
      sha: recall.sha,
      ref: recall.ref,
      environment: `${ports.node?.node ?? "node"}/${target.name}/${namespace}`,
      state: "inactive",
      description: `Taken back: ${shortSha(wanted)} is live again.`,
    });
  }
}

/** The changes of the landing that a recall is about, and of what landed on top of it. */
function changesHeldBack({ landings }: BranchPlan, { sha, change }: Recall): readonly number[] {
  const place = landings.findIndex((landing) => landing.sha === sha);
  const numbers = landings
    .slice(0, place + 1)
    .flatMap(({ verdict }) =>
      verdict.status === "approved" && verdict.basis.kind === "change" ? [verdict.basis.number] : [],
    );
  return [...new Set(change === null ? numbers : [change, ...numbers])];
}

/** The recall that keeps a run from going on: the approval of what asked for it was taken back. */
export async function findRecallOfRun(
  { store }: Pick<JourneyPorts, "store">,
  run: Pick<Run, "repository" | "change" | "commit">,
  branch: string,
): Promise<Recall | null> {
  return findTakenBack({ store }, run.repository, branch, (recall) => isAskedBy(run, recall));
}

/** The number of change of runs that a commit asked for which was countersigned itself. */
const ofNoChange = 0;

/** Whether the landing that a recall is about asked for a run. */
function isAskedBy({ change, commit }: Pick<Run, "change" | "commit">, recall: Recall): boolean {
  return change === ofNoChange ? recall.sha === commit : recall.change === change;
}

/** The recall that is meant, by which an approval is taken back now; `branch` is the deploy branch, by its short name. */
export async function findTakenBack(
  { store }: Pick<JourneyPorts, "store">,
  repository: RepositoryRef,
  branch: string,
  isMeant: (recall: Recall) => boolean,
): Promise<Recall | null> {
  const recalls = await store.listRecalls(repositoryKey(repository), `refs/heads/${branch}`);
  return recalls.find((one) => one.ended === null && one.cause.kind === "taken-back" && isMeant(one)) ?? null;
}
