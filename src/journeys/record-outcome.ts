import type { Release } from "../domain/release.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Target } from "../ports/target.ts";
import type { Branch } from "./branch.ts";
import type { JourneyPorts } from "./ports.ts";

type OutcomePorts = Pick<JourneyPorts, "store" | "clock">;

/** Records what came of a deployment, with its entry in the audit log. */
export async function recordOutcome(
  ports: OutcomePorts,
  { repository, ref }: Branch,
  release: Release,
  more: { readonly error: string | null; readonly isFound?: true },
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const details = { ...release, ref, ...more };
  await ports.store.recordRelease(release, { at, kind: "deployment", repository, details });
}

/**
 * The release that is live in a place, as recorded. Where a service died after it made another one live and before it recorded
 * that, this is recorded first: what is wanted now may be a third one, and the log shall tell of all that were live.
 */
export async function readRecordedLive(
  ports: OutcomePorts,
  branch: Branch,
  { repositoryKey, sha }: RecordedLanding,
  namespace: string,
  target: Target,
): Promise<Release | null> {
  const recorded = await ports.store.readLiveRelease(repositoryKey, namespace, target.name);
  const there = await target.readLive(namespace).catch(() => null); // whoever deploys says why
  if (there === null || there === sha || there === recorded?.commit) return recorded;
  const known = (await ports.store.listReleases(repositoryKey)).find(
    (one) => one.commit === there && one.namespace === namespace && one.target === target.name,
  );
  if (known === undefined || known.state === "failed") return recorded;
  const at = ports.clock.now().toISOString();
  const found: Release = { ...known, state: "live", at, previous: recorded?.commit ?? null };
  await recordOutcome(ports, branch, found, { error: null, isFound: true });
  return found;
}
