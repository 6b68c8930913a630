import { isExpired } from "../core/run-id.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { NodeRepository } from "../domain/node.ts";
import { type Run, type RunState, runTransitions } from "../domain/run.ts";
import { isAncestor } from "../git/list-commits.ts";
import type { Engine } from "../ports/engine.ts";
import type { JourneyPorts } from "./ports.ts";
import { collectResults, proposeResults, publishApproved } from "./publish-results.ts";
import { reportProgress } from "./report-progress.ts";

/** Looks at one run as it is now: launches it, follows it, and takes its results further. Safe to call any number of times. */
export async function runJob(ports: JourneyPorts, id: string): Promise<void> {
  const run = await ports.store.readRun(id);
  if (run === null) return;
  const next = await followRun(ports, run, ports.repositoryOf(run.repository));
  if (next !== null) await moveRun(ports, run, next.state === "succeeded" ? await collectResults(ports, next) : next);
  await proposeResults(ports, id);
  await publishApproved(ports, id);
}

/** The run as it should be recorded next; `null` when nothing is new. */
async function followRun(ports: JourneyPorts, run: Run, repository: NodeRepository | null): Promise<Run | null> {
  if (runTransitions[run.state].length === 0) return null;
  if (ports.engine === null || repository === null) return noEngine(run);
  if (run.state === "waiting") return launch(ports, ports.engine, run, repository);
  const status = await ports.engine.readStatus(run);
  if (status === null || (status.state === run.state && status.detail === run.detail)) return null;
  return { ...run, state: status.state, detail: status.detail };
}

async function launch(ports: JourneyPorts, engine: Engine, run: Run, repository: NodeRepository): Promise<Run | null> {
  const landing = await ports.store.readLanding(
    repositoryKey(run.repository),
    `refs/heads/${repository.branch}`,
    run.commit,
  );
  if (landing?.verdict.status !== "approved" || !(await isLive(ports, run, repository))) return null;
  if (isExpired(run.request.expires, ports.clock.now())) {
    return refused(run, `It was good until ${run.request.expires}. Ask for it again with a new date.`);
  }
  await engine.launch(run);
  return { ...run, state: "queued", detail: "The node has the request." };
}

/** Whether the code that the run was approved with is live on every target. */
async function isLive(ports: JourneyPorts, run: Run, repository: NodeRepository): Promise<boolean> {
  const mirror = await ports.mirrors.open(run.repository);
  for (const target of ports.targets) {
    const live = await ports.store.readLiveRelease(repositoryKey(run.repository), repository.namespace, target.name);
    if (live === null || !(await isAncestor(mirror, run.commit, live.commit))) return false;
  }
  return true;
}

/** The change is told first, then it is recorded: whoever is interrupted in between tells it again. */
async function moveRun(ports: JourneyPorts, run: Run, next: Run): Promise<void> {
  if (run.change !== 0) {
    await reportProgress(ports, { repository: run.repository, number: run.change }, { runs: [next] });
  }
  const at = ports.clock.now().toISOString();
  for (const state of pathTo(run.state, next.state)) await ports.store.moveRun(run.id, state, next.detail, at);
  await ports.store.append({
    at,
    kind: "run",
    repository: run.repository,
    details: { run: run.id, change: run.change, path: run.path, commit: run.commit, from: run.state, to: next.state },
  });
}

/** An engine may have gone through a state between two looks: the states to record, the last one included. */
function pathTo(from: RunState, to: RunState): readonly RunState[] {
  if (from === to || runTransitions[from].includes(to)) return [to];
  const between = runTransitions[from].find((state) => runTransitions[state].includes(to));
  return between === undefined ? [to] : [between, to];
}

function noEngine(run: Run): Run | null {
  const detail = "This node has no engine for runs. Its operator adds one to the node's file; then it starts.";
  return run.detail === detail ? null : { ...run, detail };
}

function refused(run: Run, detail: string): Run {
  return { ...run, state: "refused", detail };
}
