import { deploymentAlert } from "../core/render/alerts.ts";
import { shortSha } from "../core/render/markdown.ts";
import { DeployError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { NodeRepository } from "../domain/node.ts";
import type { Release } from "../domain/release.ts";
import type { DeploymentState } from "../domain/report.ts";
import { isAncestor, listFirstParents } from "../git/list-commits.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Target } from "../ports/target.ts";
import { attestRelease } from "./attest.ts";
import type { Branch } from "./branch.ts";
import type { JourneyPorts } from "./ports.ts";
import { readRecordedLive, recordOutcome } from "./record-outcome.ts";
import { reportProgress } from "./report-progress.ts";

/** Makes an approved commit live on each target of the node, and tells the commit and the changes in it. */
export async function deployCommit(
  ports: JourneyPorts,
  branch: Branch,
  nodeRepository: NodeRepository,
  sha: string,
): Promise<void> {
  if (!nodeRepository.autoDeploy) return;
  const landing = await ports.store.readLanding(repositoryKey(branch.repository), branch.ref, sha);
  if (landing?.verdict.status !== "approved") return;
  if (isPulled(ports)) return leaveToNode(ports, branch, nodeRepository, landing);
  for (const target of ports.targets) await deployTo(ports, branch, nodeRepository, landing, target);
}

/** A node that does not trust the service's word is never deployed to from here, whatever is approved. */
export function isPulled({ node }: Pick<JourneyPorts, "node">): boolean {
  return node?.trust !== undefined && !node.trust.accept.includes("service-attested");
}

async function leaveToNode(
  ports: JourneyPorts,
  branch: Branch,
  { namespace }: NodeRepository,
  landing: RecordedLanding,
): Promise<void> {
  for (const target of ports.targets) {
    await attestRelease(ports, branch, landing, { target: target.name, namespace });
    const release = toRelease(branch, landing, namespace, target.name, null, ports.clock.now());
    if (release === null) return;
    await tellForge(ports, branch, release, "pending", "Approved here. The node pulls it, and decides by itself.");
  }
  const fields = { repo: branch.repository.name, sha: landing.sha, node: ports.node?.node };
  ports.log.info(fields, "not deployed from here: by its `trust` section the node pulls, and decides by itself");
}

function toRelease(
  branch: Branch,
  landing: RecordedLanding,
  namespace: string,
  target: string,
  previous: string | null,
  now: Date,
): Release | null {
  if (landing.verdict.status !== "approved") return null;
  return {
    id: `${landing.repositoryKey}-${namespace}-${target}-${landing.sha}`,
    repositoryKey: landing.repositoryKey,
    repositoryName: branch.repository.name,
    namespace,
    target,
    commit: landing.sha,
    tree: landing.tree,
    basis: landing.verdict.basis,
    state: "deploying",
    at: now.toISOString(),
    previous,
  };
}

async function deployTo(
  ports: JourneyPorts,
  branch: Branch,
  { namespace }: NodeRepository,
  landing: RecordedLanding,
  target: Target,
): Promise<void> {
  if (landing.verdict.status !== "approved") return;
  const attestation = await attestRelease(ports, branch, landing, { target: target.name, namespace });
  const wanted = {
    namespace,
    commit: landing.sha,
    tree: landing.tree,
    ...(attestation === null ? {} : { attestation }),
  };
  const live = await readRecordedLive(ports, branch, landing, namespace, target);
  if (live?.commit === landing.sha && (await target.readLive(namespace)) === landing.sha) {
    await target.deploy(wanted, branch.mirror.directory); // mends what somebody changed in the live tree
    return;
  }

  const release = toRelease(branch, landing, namespace, target.name, live?.commit ?? null, ports.clock.now());
  if (release === null) return;
  const known = (await ports.store.listReleases(release.repositoryKey)).find(({ id }) => id === release.id);
  if (known?.state === "failed") return; // its content was refused, which no second try changes
  const wasLive = known?.state === "superseded" || known?.state === "live";
  if (!wasLive) await ports.store.recordRelease(release, null); // that it was live once is not forgotten while it goes back
  // Where a look was cut off at its end it is there already, and its success may have been told.
  const isThere = (await target.readLive(namespace).catch(() => null)) === landing.sha;
  if (!isThere) await tellForge(ports, branch, release, "in_progress", "Being deployed.");
  try {
    await target.deploy(wanted, branch.mirror.directory);
  } catch (error) {
    await reportFailure(ports, branch, release, wasLive, error);
    if (error instanceof DeployError && !error.retryable) return;
    throw error;
  }
  const done: Release = { ...release, state: "live" };
  await tellForge(ports, branch, done, "success", `${shortSha(done.commit)} is live${wasLive ? " again" : ""}.`);
  const told = await tellChanges(ports, branch, done);
  await recordOutcome(ports, branch, done, { error: null });
  await lookAgain(ports, branch, told);
}

async function reportFailure(
  ports: JourneyPorts,
  branch: Branch,
  release: Release,
  wasLive: boolean,
  error: unknown,
): Promise<void> {
  if (!(error instanceof DeployError)) return;
  if (error.retryable) {
    await tellForge(ports, branch, release, "pending", `Tried again soon: ${error.message}`);
    return;
  }
  const failed: Release = { ...release, state: "failed" };
  await tellForge(ports, branch, failed, "failure", error.message);
  await ports.forge.publishAlert(
    branch.repository,
    deploymentAlert(failed.commit, environmentOf(ports, failed), error.message),
  );
  if (wasLive) return;
  const told = await tellChanges(ports, branch, failed);
  await recordOutcome(ports, branch, failed, { error: error.message });
  await lookAgain(ports, branch, told);
}

async function tellForge(
  ports: JourneyPorts,
  branch: Branch,
  release: Release,
  state: DeploymentState,
  description: string,
): Promise<void> {
  await ports.forge.publishDeployment(branch.repository, {
    sha: release.commit,
    ref: branch.ref,
    environment: environmentOf(ports, release),
    state,
    description,
  });
}

/** Every change that landed since what was live before hears of the release. Answers their numbers. */
async function tellChanges(ports: JourneyPorts, branch: Branch, release: Release): Promise<readonly number[]> {
  const { previous, commit } = release;
  const fromHere = previous !== null && (await isAncestor(branch.mirror, previous, commit));
  const landed = fromHere ? await listFirstParents(branch.mirror, previous, commit) : [commit];
  const numbers: number[] = [];
  for (const sha of landed) {
    const landing = await ports.store.readLanding(release.repositoryKey, branch.ref, sha);
    if (landing?.verdict.status !== "approved" || landing.verdict.basis.kind !== "change") continue;
    const { number } = landing.verdict.basis;
    await reportProgress(ports, { repository: branch.repository, number }, { releases: [release] });
    numbers.push(number);
  }
  return numbers;
}

/** Whoever looked at a change between telling and recording may have told the older state last. */
async function lookAgain(ports: JourneyPorts, { repository }: Branch, numbers: readonly number[]): Promise<void> {
  const at = ports.clock.now().toISOString();
  for (const number of numbers) {
    await ports.store.enqueue({ kind: "change", forge: repository.forge, repository: repository.name, number }, at);
  }
}

function environmentOf(ports: JourneyPorts, release: Release): string {
  return `${ports.node?.node ?? "node"}/${release.target}/${release.namespace}`;
}
