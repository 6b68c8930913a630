import { type LandingOnBranch, placesHeldBack, planRelease } from "../core/plan-release.ts";
import { landedSummary, type Progress, type TakenBack } from "../core/render/summary.ts";
import { type ChangeRef, repositoryKey } from "../domain/identity.ts";
import type { Publication } from "../domain/publication.ts";
import type { Recall } from "../domain/recall.ts";
import type { Release } from "../domain/release.ts";
import type { Run } from "../domain/run.ts";
import type { Forge } from "../ports/forge.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { readBranchRecords } from "./branch-plan.ts";
import type { JourneyPorts } from "./ports.ts";
import { reportInTurn } from "./report-in-turn.ts";

export interface ProgressPorts extends Pick<JourneyPorts, "store"> {
  readonly forge: Pick<Forge, "readChange" | "publishReport">;
}

/** What is about to be recorded, and is told first: whoever is interrupted in between tells it again. */
export interface AboutToBe {
  readonly releases?: readonly Release[];
  readonly runs?: readonly Run[];
  readonly publication?: Publication;
  /** Why it goes to no node; `null` where it does. */
  readonly undeployed?: string | null;
}

/** Tells a merged change what became of it: judged, deployed, running, published. */
export async function reportProgress(ports: ProgressPorts, ref: ChangeRef, next: AboutToBe = {}): Promise<void> {
  await reportInTurn(ports.store, ref, () => tellProgress(ports, ref, next));
}

async function tellProgress(ports: ProgressPorts, ref: ChangeRef, next: AboutToBe): Promise<void> {
  const { store } = ports;
  const repository = repositoryKey(ref.repository);
  const landing = await store.readLandingOfChange(repository, ref.number);
  const told = await ports.forge.readChange(ref);
  const releases = overlay(await store.listReleases(repository), next.releases ?? [], ({ id }) => id);
  const progress: Progress = {
    verdict: landing?.verdict ?? null,
    undeployed: next.undeployed ?? null,
    releases: landing === null ? [] : firstReleasesSince(releases, landing.at),
    runs: overlay(await store.listRunsOfChange(repository, ref.number), next.runs ?? [], ({ id }) => id),
    publications: await readPublications(ports, ref, next),
    takenBack: landing === null ? null : await readTakenBack(ports, landing),
  };
  await ports.forge.publishReport(ref, {
    head: told.head.sha,
    checks: [],
    summary: landedSummary(ref.number, told.head.sha, progress),
    lineFindings: [],
  });
}

/** By which recall a landing is taken back or kept from being live, and what is live instead. */
async function readTakenBack({ store }: ProgressPorts, landing: RecordedLanding): Promise<TakenBack | null> {
  const { onBranch, recalls } = await readBranchRecords(store, landing.repositoryKey, landing.ref);
  const standing = recalls.filter(({ ended }) => ended === null);
  const own = standing.findLast(({ sha }) => sha === landing.sha);
  const recall = own ?? standing.find((one) => isHeldBack(onBranch, one, landing.sha));
  if (recall === undefined) return null;
  return { recall, wanted: planRelease(onBranch, recalls).wanted, isOwn: own !== undefined };
}

function isHeldBack(landings: readonly LandingOnBranch[], recall: Recall, sha: string): boolean {
  return landings.slice(0, placesHeldBack(landings, recall)).some((landing) => landing.sha === sha);
}

/** The publication that this change proposes, and those of the runs that it asked for. */
async function readPublications(
  ports: Pick<JourneyPorts, "store">,
  ref: ChangeRef,
  next: AboutToBe,
): Promise<readonly Publication[]> {
  const repository = repositoryKey(ref.repository);
  const own = await ports.store.findPublicationByChange(repository, ref.number);
  const runs = await ports.store.listRunsOfChange(repository, ref.number);
  const ofRuns = await Promise.all(runs.map(({ id }) => ports.store.readPublication(id)));
  const known = [own, ...ofRuns].filter((one) => one !== null);
  return overlay(known, next.publication === undefined ? [] : [next.publication], ({ run }) => run);
}

function overlay<T>(known: readonly T[], next: readonly T[], idOf: (item: T) => string): readonly T[] {
  const ids = new Set(next.map(idOf));
  return [...known.filter((item) => !ids.has(idOf(item))), ...next];
}

/** Of each target, the release that first held what landed at this time. */
function firstReleasesSince(releases: readonly Release[], landedAt: string): readonly Release[] {
  const first = new Map<string, Release>();
  const since = releases.filter(({ at }) => Date.parse(at) >= Date.parse(landedAt));
  for (const release of since.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    const key = `${release.target}/${release.namespace}`;
    if (!first.has(key)) first.set(key, release);
  }
  return [...first.values()];
}
