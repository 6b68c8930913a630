import { renderDvcFile, resultChangeText } from "../core/plan-publication.ts";
import { publicationDetails } from "../core/render/run-details.ts";
import type { Publication } from "../domain/publication.ts";
import type { Run } from "../domain/run.ts";
import { commitFiles } from "../git/commit-files.ts";
import { listRemoteRefs } from "../git/list-remote-refs.ts";
import { pushRef } from "../git/push-ref.ts";
import { readRef } from "../git/read-ref.ts";
import { findRecallOfRun } from "./carry-out-recalls.ts";
import { baseBranchOf, type ResultPorts, recordPublication } from "./record-publication.ts";
import { reportProgress } from "./report-progress.ts";

const timeoutMs = 120_000;

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
