import { code } from "../core/render/markdown.ts";
import { publicationDetails } from "../core/render/run-details.ts";
import { EngineError, StorageError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Publication } from "../domain/publication.ts";
import type { Recall } from "../domain/recall.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { publishObjects } from "../remotes/publish-objects.ts";
import type { Branch } from "./branch.ts";
import { bringsResults, hasResults } from "./brought-results.ts";
import { findRecallOfRun, findTakenBack } from "./carry-out-recalls.ts";
import { baseBranchOf, type ResultPorts, recordPublication } from "./record-publication.ts";
import { reportProgress } from "./report-progress.ts";

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
