import type { ForgeName } from "../domain/identity.ts";
import type { JourneyPorts } from "../journeys/ports.ts";
import { lookAtOpenChanges, reconcileOrganisation, reconcileRepository, type Seen } from "../journeys/reconcile.ts";
import { releaseLanded } from "../journeys/release-landed.ts";
import { reviewChange } from "../journeys/review-change.ts";
import { runJob } from "../journeys/run-job.ts";
import type { Repository } from "../ports/forge.ts";
import type { Task } from "../ports/store.ts";
import { findRepository } from "./find-repository.ts";

/** The ports for each forge that is configured. */
export type PortsOf = (forge: ForgeName) => JourneyPorts | null;

/** From the subject of a task to its journey. */
export async function workOnTask(portsOf: PortsOf, seen: Seen, task: Task): Promise<void> {
  const { subject } = task;
  if (subject.kind === "run") return followRun(portsOf, subject.run);
  const ports = portsOf(subject.forge);
  if (ports === null) return; // asked for before the forge was taken out of the configuration
  const repository = await findRepository(ports, subject, task.attempts);
  if (repository === null) return;
  switch (subject.kind) {
    case "change":
      await reviewChange(ports, { repository, number: subject.number });
      return;
    case "branch":
      return lookAtBranch(ports, repository, subject.ref, seen);
    case "repository":
      return reconcileRepository(ports, repository, seen);
    default:
      subject satisfies never;
  }
}

/** A branch that moved: what landed on it is judged, and the changes into it are looked at again. */
async function lookAtBranch(ports: JourneyPorts, repository: Repository, ref: string, seen: Seen): Promise<void> {
  await reconcileOrganisation(ports, repository, ref);
  await lookAtOpenChanges(ports, repository, seen);
  const nodeRepository = ports.repositoryOf(repository);
  if (nodeRepository !== null && ref === `refs/heads/${nodeRepository.branch}`) {
    await releaseLanded(ports, repository, nodeRepository);
  }
}

async function followRun(portsOf: PortsOf, id: string): Promise<void> {
  const run = await (portsOf("github") ?? portsOf("gitlab"))?.store.readRun(id);
  const ports = run == null ? null : portsOf(run.repository.forge);
  if (ports !== null) await runJob(ports, id);
}
