import { randomBytes } from "node:crypto";
import { planPublication, renderDvcFile, resultChangeText } from "../core/plan-publication.ts";
import { code } from "../core/render/markdown.ts";
import { publicationDetails, runDetails } from "../core/render/run-details.ts";
import { EngineError, StorageError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Publication } from "../domain/publication.ts";
import type { Recall } from "../domain/recall.ts";
import type { Run } from "../domain/run.ts";
import { commitFiles } from "../git/commit-files.ts";
import { listRemoteRefs } from "../git/list-remote-refs.ts";
import { pushRef } from "../git/push-ref.ts";
import { readRef } from "../git/read-ref.ts";
import type { Forge } from "../ports/forge.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { collectOutputs } from "../remotes/collect-outputs.ts";
import { publishObjects } from "../remotes/publish-objects.ts";
import type { Branch } from "./branch.ts";
import { bringsResults, hasResults } from "./brought-results.ts";
import { findRecallOfRun, findTakenBack } from "./carry-out-recalls.ts";
import type { JourneyPorts } from "./ports.ts";
import { type ProgressPorts, reportProgress } from "./report-progress.ts";

export interface ResultPorts
  extends ProgressPorts,
    Pick<JourneyPorts, "clock" | "mirrors" | "repositoryOf" | "engine" | "storage"> {
  readonly forge: ProgressPorts["forge"] & Pick<Forge, "openChange" | "readRemote" | "readSelf">;
}

const timeoutMs = 120_000;

/** Takes the declared outputs of a run that succeeded into internal storage. Answers the run with what came of it as its detail. */
export async function collectResults(ports: ResultPorts, run: Run): Promise<Run> {
  if (run.request.outputs.length === 0) return run;
  if (ports.storage === null || ports.engine === null) {
    return { ...run, detail: runDetails.noStorage };
  }
  const collected: Run = { ...run, detail: runDetails.collected };
  if ((await ports.store.readPublication(run.id)) !== null) return collected;
  const outcome = await collectOutputs({
    run,
    directory: ports.engine.outputDirectory(run),
    internal: ports.storage.internal,
    salt: randomBytes(32).toString("hex"),
  });
  if (outcome.status === "refused")
    return { ...run, detail: `It succeeded, but its outputs cannot be published: ${outcome.reason}` };

  const { branch, dvcPath } = planPublication(run, randomBytes(8).toString("hex"));
  await ports.store.createPublication({
    run: run.id,
    repository: run.repository,
    requester: run.requester,
    dvcPath,
    directory: outcome.directory,
    objects: outcome.objects,
    branch,
    change: null,
    state: "collected",
    detail: publicationDetails.collected,
    updatedAt: ports.clock.now().toISOString(),
  });
  return collected;
}

/** Raises the change that asks for the publication of collected results. */
export async function proposeResults(ports: ResultPorts, id: string): Promise<void> {
  const publication = await ports.store.readPublication(id);
  const run = await ports.store.readRun(id);
  if (publication?.state !== "collected" || run === null) return;
  const base = baseBranchOf(ports, publication);
  if (base === null) return;
  if ((await findRecallOfRun(ports, run, base)) !== null) return tellRunTakenBack(ports, run, publication);

  await pushProposal(ports, publication, base);
  const text = resultChangeText(run, publication);
  const change = await ports.forge.openChange(publication.repository, { ...text, head: publication.branch, base });
  const proposed: Publication = { ...publication, change, state: "proposed", detail: publicationDetails.proposed };
  await recordPublication(ports, proposed);
  await ports.store.enqueue(
    { kind: "change", forge: publication.repository.forge, repository: publication.repository.name, number: change },
    ports.clock.now().toISOString(),
  );
  if (run.change !== 0) await reportProgress(ports, { repository: run.repository, number: run.change });
}

/** Collected results of a run whose approval was taken back stay where they are, and its change says so, once. */
async function tellRunTakenBack(ports: ResultPorts, run: Run, publication: Publication): Promise<void> {
  const waiting: Publication = { ...publication, detail: publicationDetails.runTakenBack };
  if (publication.detail === waiting.detail) return;
  const { repository, change: number } = run;
  if (number !== 0) await reportProgress(ports, { repository, number }, { publication: waiting });
  await recordPublication(ports, waiting);
}

/**
 * An approved landing of a result change makes exactly the proposed results ready to be published, whether it was approved as that
 * change or countersigned afterwards.
 */
export async function approveResults(ports: ResultPorts, branch: Branch, landing: RecordedLanding): Promise<void> {
  const { verdict } = landing;
  if (verdict.status !== "approved") return;
  if (verdict.basis.kind === "change") {
    const key = repositoryKey(branch.repository);
    const publication = await ports.store.findPublicationByChange(key, verdict.basis.number);
    if (publication?.state !== "proposed") return;
    await settleProposal(ports, publication, landing, await hasResults(branch.mirror, landing.sha, publication));
  } else if (verdict.basis.kind === "countersigned") {
    for (const publication of await listProposed(ports, branch)) {
      if (await bringsResults(branch.mirror, landing, publication))
        await settleProposal(ports, publication, landing, true);
    }
  }
}

async function listProposed(ports: ResultPorts, { repository }: Branch): Promise<readonly Publication[]> {
  const unfinished = await ports.store.listUnfinishedPublications();
  const key = repositoryKey(repository);
  return unfinished.filter((one) => one.state === "proposed" && repositoryKey(one.repository) === key);
}

async function settleProposal(
  ports: ResultPorts,
  publication: Publication,
  { sha }: RecordedLanding,
  isSame: boolean,
): Promise<void> {
  const refused = `What landed in ${publication.dvcPath} is not what the run produced; nothing is published.`;
  await recordPublication(
    ports,
    isSame
      ? { ...publication, state: "approved", landedAs: sha, detail: publicationDetails.approved }
      : { ...publication, state: "refused", detail: refused },
  );
  await ports.store.enqueue({ kind: "run", run: publication.run }, ports.clock.now().toISOString());
}

/** Copies the approved objects, and no others, to the publication remote. */
export async function publishApproved(ports: ResultPorts, id: string): Promise<void> {
  const publication = await ports.store.readPublication(id);
  if (publication?.state !== "approved" || publication.change === null) return;
  const hindrance = await findTakenBackOf(ports, publication);
  if (hindrance !== null) return tellHindrance(ports, publication, hindrance);
  if (ports.storage === null) return tellHindrance(ports, publication, publicationDetails.noStorage);
  try {
    await publishObjects({ publication, from: ports.storage.internal, to: ports.storage.publication });
  } catch (error) {
    if (error instanceof StorageError || error instanceof EngineError)
      await tellHindrance(ports, publication, publicationDetails.publishFails);
    throw error;
  }
  const published: Publication = {
    ...publication,
    state: "published",
    detail: `Pull it with DVC: ${code(`dvc pull ${publication.dvcPath}`)}.`,
  };
  await tellPublication(ports, published);
}

/** What is told where the approval is taken back of the change, of the commit that was countersigned, or of the run; else `null`. */
async function findTakenBackOf(ports: ResultPorts, publication: Publication): Promise<string | null> {
  const { repository, change, landedAs } = publication;
  const branch = baseBranchOf(ports, publication);
  if (branch === null) return null;
  const isMeant = (recall: Recall) => recall.change === change || recall.sha === landedAs;
  if ((await findTakenBack(ports, repository, branch, isMeant)) !== null) return publicationDetails.takenBack;
  const run = await ports.store.readRun(publication.run);
  const recall = run === null ? null : await findRecallOfRun(ports, run, branch);
  return recall === null ? null : publicationDetails.runTakenBack;
}

/** An approved publication that cannot go on stays as it is, and its change says why, once. */
async function tellHindrance(ports: ResultPorts, publication: Publication, detail: string): Promise<void> {
  if (publication.detail !== detail) await tellPublication(ports, { ...publication, detail });
}

/** The change is told first, then it is recorded: whoever is interrupted in between tells it again. */
async function tellPublication(ports: ResultPorts, publication: Publication): Promise<void> {
  const { repository, change } = publication;
  if (change !== null) await reportProgress(ports, { repository, number: change }, { publication });
  await recordPublication(ports, publication);
}

async function pushProposal(ports: ResultPorts, publication: Publication, base: string): Promise<void> {
  const { repository, branch, dvcPath } = publication;
  const remote = await ports.forge.readRemote(repository);
  const ref = `refs/heads/${branch}`;
  const existing = await listRemoteRefs(remote, [ref], { timeoutMs });
  if (existing.has(ref)) return;

  const mirror = await ports.mirrors.fetch(repository, remote, [`+refs/heads/${base}:refs/heads/${base}`]);
  const parent = await readRef(mirror, `refs/heads/${base}`);
  if (parent === null) return;
  const self = await ports.forge.readSelf();
  const sha = await commitFiles(mirror, {
    parent,
    files: [{ path: dvcPath, content: renderDvcFile(publication) }],
    message: `Publish the results of ${publication.run}`,
    author: { name: self.login, email: self.commitEmail },
    at: publication.updatedAt,
  });
  await pushRef(mirror, remote, sha, ref, { timeoutMs });
}

async function recordPublication(ports: ResultPorts, publication: Publication): Promise<void> {
  const at = ports.clock.now().toISOString();
  const { run, change, state, directory, repository } = publication;
  const entry = { at, kind: "publication", repository, details: { run, change, state, directory } };
  await ports.store.updatePublication({ ...publication, updatedAt: at }, entry);
}

function baseBranchOf(ports: ResultPorts, publication: Publication): string | null {
  return ports.repositoryOf(publication.repository)?.branch ?? null;
}
