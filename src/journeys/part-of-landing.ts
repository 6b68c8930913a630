import { tellingOf } from "../core/with-requesters.ts";
import type { BroughtBy, ChangeRequest, Commit, DatasetTouched } from "../domain/change.ts";
import { GitError } from "../domain/errors.ts";
import type { Person } from "../domain/identity.ts";
import { listCommits } from "../git/list-commits.ts";
import type { Mirror } from "../git/mirror.ts";
import { readRef } from "../git/read-ref.ts";
import type { ForgeChange } from "../ports/forge.ts";
import { contributorsTo } from "../predicates/contributors.ts";
import { findPublicationOf, readResultsOf } from "./brought-results.ts";
import { type GatheredChange, type GatherPorts, headRefOf } from "./gather-change.ts";
import { identifyCommits } from "./identify-commits.ts";
import { knownPushers } from "./known-pushers.ts";
import { touchedDatasets } from "./touched-datasets.ts";

/** What is known of a landing by one of the changes by which it came. */
export interface PartOfLanding {
  readonly told: BroughtBy;
  /** Who pushed to it or committed to it; `null` where that is not known. */
  readonly contributors: readonly Person[] | null;
  /** Which ones it touches; `null` where that is not known. */
  readonly datasets: readonly DatasetTouched[] | null;
}

export function partOf({ change }: GatheredChange): PartOfLanding {
  return {
    told: tellingOf(change),
    contributors: listContributors(change),
    datasets: change.leftOut?.includes("datasets") ? null : change.datasets,
  };
}

/** The same of a change into another branch, whose base may be gone. `before` is the tip on which it landed. */
export async function partOfElsewhere(ports: GatherPorts, told: ForgeChange, before: string): Promise<PartOfLanding> {
  const { ref, title, isDraft, isFork, author, labels } = told;
  const publication = await findPublicationOf(ports, told);
  const results = await readResultsOf(ports, publication === null ? [] : [publication]);
  const unbound = labels.map((label) => ({ ...label, baseRef: null, mergeBase: null }));
  const requester = publication?.requester ?? null;
  return {
    told: { number: ref.number, title, isDraft, isFork, author, requester, labels: unbound },
    contributors: await readContributors(ports, told, before),
    datasets: results === null ? null : touchedDatasets(ports.node, [], [], results),
  };
}

/** Its commits may have landed as others, such as one into which they were squashed. */
async function readContributors(
  ports: GatherPorts,
  told: ForgeChange,
  before: string,
): Promise<PartOfLanding["contributors"]> {
  const mirror = await fetchHead(ports, told);
  if (mirror === null) return null;
  const raw = await listCommits(mirror, before, told.head.sha);
  const commits = { complete: true, items: await identifyCommits(ports, told, mirror, before, raw) };
  return listContributors({ commits, pushers: await knownPushers(mirror, told, before, raw) });
}

/** A commit that belongs to no account could be anybody's, and may have landed as another one. */
function listContributors(change: Pick<ChangeRequest, "commits" | "pushers">): PartOfLanding["contributors"] {
  const isOfNobody = ({ author, committer, isCleanUpdateMerge }: Commit): boolean =>
    !isCleanUpdateMerge && (author === null || committer === null);
  return change.pushers === null || change.commits.items.some(isOfNobody) ? null : contributorsTo(change);
}

/** `null` where the forge has not got the head any more. */
async function fetchHead(ports: GatherPorts, { ref, head }: ForgeChange): Promise<Mirror | null> {
  const remote = await ports.forge.readRemote(ref.repository);
  const refspec = `+${ports.forge.capabilities.headRef(ref.number)}:${headRefOf(ref)}`;
  try {
    const mirror = await ports.mirrors.fetch(ref.repository, remote, [refspec]);
    return (await readRef(mirror, headRefOf(ref))) === head.sha ? mirror : null;
  } catch (error) {
    if (error instanceof GitError && error.code === "ref-not-found") return null;
    throw error;
  }
}
