import { runDetails } from "../core/render/run-details.ts";
import { isExpired } from "../core/run-id.ts";
import { EngineError, StorageError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { NodeRepository } from "../domain/node.ts";
import { type Run, type RunState, runTransitions } from "../domain/run.ts";
import { compareTrees } from "../git/diff-trees.ts";
import { isAncestor } from "../git/list-commits.ts";
import type { Engine } from "../ports/engine.ts";
import { findRecallOfRun } from "./carry-out-recalls.ts";
import { collectResults } from "./collect-results.ts";
import type { JourneyPorts } from "./ports.ts";
import { proposeResults } from "./propose-results.ts";
import { publishApproved } from "./publish-results.ts";
import type { ResultPorts } from "./record-publication.ts";
import { reportProgress } from "./report-progress.ts";

export type RunPorts = ResultPorts & Pick<JourneyPorts, "targets">;

/** Looks at one run as it is now: launches it, follows it, and takes its results further. Safe to call any number of times. */
export async function runJob(ports: RunPorts, id: string): Promise<void> {
  const run = await ports.store.readRun(id);
  if (run === null) return;
  if (runTransitions[run.state].length > 0) await advanceRun(ports, run);
  await proposeResults(ports, id);
  await publishApproved(ports, id);
}

async function advanceRun(ports: RunPorts, run: Run): Promise<void> {
  const followed = await orTell(ports, run, runDetails.engineFails, () => followRun(ports, run));
  const next =
    followed.state === "succeeded"
      ? await orTell(ports, run, runDetails.collectFails, () => collectResults(ports, followed))
      : followed;
  await moveRun(ports, run, next);
}

/** What keeps a run from going on is told on its change, and thrown on: whoever called looks again later. */
async function orTell(ports: RunPorts, run: Run, detail: string, work: () => Promise<Run>): Promise<Run> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineError || error instanceof StorageError) await moveRun(ports, run, { ...run, detail });
    throw error;
  }
}

/** The run as it should be recorded next. */
async function followRun(ports: RunPorts, run: Run): Promise<Run> {
  const repository = ports.repositoryOf(run.repository);
  if (ports.engine === null || repository === null) return { ...run, detail: runDetails.noEngine };
  const recall = await findRecallOfRun(ports, run, repository.branch);
  if (recall !== null) return cancelRun(ports.engine, run);
  const status = await ports.engine.readStatus(run);
  if (status !== null) return { ...run, state: status.state, detail: status.detail };
  if (run.state !== "waiting") return { ...run, detail: runDetails.gone };
  return launch(ports, ports.engine, run, repository);
}

/** What the node never had is cancelled at once; of what it has, the node says when it has ended. */
async function cancelRun(engine: Engine, run: Run): Promise<Run> {
  if (run.state === "waiting" && (await engine.readStatus(run)) === null) {
    return { ...run, state: "cancelled", detail: runDetails.takenBack };
  }
  await engine.cancel(run);
  const status = await engine.readStatus(run);
  return status === null ? { ...run, detail: runDetails.gone } : { ...run, ...status };
}

async function launch(ports: RunPorts, engine: Engine, run: Run, repository: NodeRepository): Promise<Run> {
  const landing = await ports.store.readLanding(
    repositoryKey(run.repository),
    `refs/heads/${repository.branch}`,
    run.commit,
  );
  if (landing?.verdict.status !== "approved" || !(await isLive(ports, run, repository))) {
    return { ...run, detail: runDetails.waiting };
  }
  if (!(await isStillAskedFor(ports, run, repository))) {
    return { ...run, state: "refused", detail: "Its job request was taken back before it started." };
  }
  if (isExpired(run.request.expires, ports.clock.now())) {
    const detail = `It was good until ${run.request.expires}. Ask for it again with a new date.`;
    return { ...run, state: "refused", detail };
  }
  await engine.launch(run);
  return { ...run, state: "queued", detail: runDetails.queued };
}

/** Whether the code that the run was approved with is live on every target. */
async function isLive(ports: RunPorts, run: Run, repository: NodeRepository): Promise<boolean> {
  const mirror = await ports.mirrors.open(run.repository);
  for (const target of ports.targets) {
    const live = await ports.store.readLiveRelease(repositoryKey(run.repository), repository.namespace, target.name);
    if (live === null || !(await isAncestor(mirror, run.commit, live.commit))) return false;
  }
  return true;
}

/** Whether what is live now, which may be newer than the run, still holds the very job request. */
async function isStillAskedFor(ports: RunPorts, run: Run, repository: NodeRepository): Promise<boolean> {
  const mirror = await ports.mirrors.open(run.repository);
  for (const target of ports.targets) {
    const live = await ports.store.readLiveRelease(repositoryKey(run.repository), repository.namespace, target.name);
    const differences = live === null ? [] : await compareTrees(mirror, run.commit, live.commit);
    if (differences.some(({ path, after }) => path === run.path && after?.oid !== run.blob)) return false;
  }
  return true;
}

/** The change is told first, then it is recorded: whoever is interrupted in between tells it again. */
async function moveRun(ports: RunPorts, run: Run, next: Run): Promise<void> {
  if (next.state === run.state && next.detail === run.detail) return;
  if (run.change !== 0) {
    await reportProgress(ports, { repository: run.repository, number: run.change }, { runs: [next] });
  }
  const at = ports.clock.now().toISOString();
  let from = run.state;
  for (const to of pathTo(run.state, next.state)) {
    const { id, change, path, commit, repository } = run;
    const details = { run: id, change, path, commit, from, to };
    await ports.store.moveRun(id, to, next.detail, { at, kind: "run", repository, details });
    from = to;
  }
}

/** An engine may have gone through a state between two looks: the states to record, the last one included. */
function pathTo(from: RunState, to: RunState): readonly RunState[] {
  if (from === to || runTransitions[from].includes(to)) return [to];
  const between = runTransitions[from].find((state) => runTransitions[state].includes(to));
  return between === undefined ? [to] : [between, to];
}
