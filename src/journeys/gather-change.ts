import { groupsNeeded } from "../core/groups-needed.ts";
import { withRequesters } from "../core/with-requesters.ts";
import type { ChangeRequest, EarlierHead } from "../domain/change.ts";
import { ForgeError } from "../domain/errors.ts";
import type { ChangeRef, Person, RepositoryRef } from "../domain/identity.ts";
import type { PolicySource } from "../domain/policy.ts";
import { diffTrees } from "../git/diff-trees.ts";
import { findMergeBase, listCommits, type RawCommit } from "../git/list-commits.ts";
import type { Mirror } from "../git/mirror.ts";
import { readTreeId } from "../git/read-ref.ts";
import { readRefs } from "../git/read-refs.ts";
import type { ForgeChange } from "../ports/forge.ts";
import { contributorsTo } from "../predicates/contributors.ts";
import { findBroughtResults, readResultsOf } from "./brought-results.ts";
import { identifyCommits } from "./identify-commits.ts";
import { inTurn } from "./in-turn.ts";
import { knownPushers } from "./known-pushers.ts";
import type { JourneyPorts } from "./ports.ts";
import { type PolicyInstead, readPolicyAt } from "./read-policy-at.ts";
import { recallRemoved, recordComment, recordLabel, recordReview, type Sight } from "./record-first-seen.ts";
import { readDagStrings, readJobs, touchedDatasets } from "./touched-datasets.ts";

export type GatherPorts = Pick<JourneyPorts, "forge" | "store" | "clock" | "mirrors" | "node" | "presets">;

/** One change with everything that a decision about it needs. */
export interface GatheredChange {
  readonly told: ForgeChange;
  readonly change: ChangeRequest;
  readonly policy: PolicySource;
  readonly mirror: Mirror;
}

/**
 * Gathers a change as it is now: people from the forge, contents from git.
 * `before` is the tip of the base branch that it is judged on; without it, the branch's tip now.
 */
export async function gatherChange(ports: GatherPorts, ref: ChangeRef, before: string | null): Promise<GatheredChange> {
  return gatherTold(ports, await ports.forge.readChange(ref), before);
}

/** The same for a change that the forge told of already. Its base branch must still be there. */
export async function gatherTold(
  ports: GatherPorts,
  told: ForgeChange,
  before: string | null,
  instead?: PolicyInstead,
): Promise<GatheredChange> {
  const { ref } = told;
  const mirror = await fetchChange(ports, told);
  const [head, tip = null] = await readRefs(mirror, [headRefOf(ref), told.baseRef]);
  if (head !== told.head.sha) {
    throw new ForgeError(
      `The head of change ${ref.number} of ${ref.repository.name} moved while it was read; it is read again.`,
      {
        status: null,
        retryable: true,
        retryAfterMs: 1_000,
      },
    );
  }
  const baseSha = before ?? tip;
  if (baseSha === null) throw goneBase(told);
  return assembleChange(ports, told, mirror, baseSha, instead);
}

/**
 * Joins what the forge told with what git shows. Also used for landings, which are told by us. `instead` stands in for the
 * policy of the base and of its organisation, where somebody wants to know what another one would say.
 */
export async function assembleChange(
  ports: GatherPorts,
  told: ForgeChange,
  mirror: Mirror,
  baseSha: string,
  instead?: PolicyInstead,
): Promise<GatheredChange> {
  const { repository, number } = told.ref;
  const mergeBase = await findMergeBase(mirror, baseSha, told.head.sha);
  if (mergeBase === null) throw goneBase(told);

  const policy = await readPolicyAt(ports, repository, mirror, baseSha, instead);
  const files = await diffTrees(mirror, mergeBase, told.head.sha);
  const rawCommits = await listCommits(mirror, baseSha, told.head.sha);
  const sight: Sight = { store: ports.store, mirror, told, baseSha };
  const reviews = await inTurn(told.reviews, (review) => recordReview(sight, review));
  const comments = [
    ...(await inTurn(told.comments, (comment) => recordComment(sight, comment))),
    ...(await recallRemoved(sight)),
  ];
  const publications = await findBroughtResults(ports, told, mirror, mergeBase, files.items);
  const results = await readResultsOf(ports, publications);
  const jobs = await readJobs(policy, mirror, told.head.sha, files.items);
  const hasCatalogue = (ports.node?.datasets ?? []).length > 0;
  const dags = hasCatalogue ? await readDagStrings(policy, mirror, told.head.sha, files.items) : [];
  const datasets = touchedDatasets(ports.node, jobs, files.items, results ?? [], dags);
  const groups = groupsNeeded({ policy, files: files.items, datasets });

  const commits = { complete: true, items: await identifyCommits(ports, told, mirror, baseSha, rawCommits) };

  const change: ChangeRequest = {
    forge: repository.forge,
    repository: { id: repository.id, name: repository.name },
    number,
    title: told.title,
    body: told.body,
    isDraft: told.isDraft,
    isFork: told.isFork,
    author: told.author,
    requester: null,
    pushers: await knownPushers(mirror, told, baseSha, rawCommits),
    base: { ref: told.baseRef, sha: baseSha },
    mergeBase,
    head: { ...told.head, tree: await treeOfHead(mirror, told, rawCommits) },
    earlierHeads: await withMergeBases(mirror, baseSha, told.earlierHeads),
    files,
    commits,
    reviews,
    comments,
    checks: told.checks,
    labels: await inTurn(told.labels, (label) => recordLabel(sight, label)),
    groups: await readGroups(ports, repository, groups),
    permissions: await ports.forge.readPermissions(repository, peopleOf(told, commits)),
    findings: [],
    datasets,
    ...(hasCatalogue && results === null ? { leftOut: ["datasets"] } : {}),
    jobs,
    now: ports.clock.now().toISOString(),
  };
  const requesters = publications.map(({ requester }) => requester);
  return { told, change: withRequesters(change, requesters), policy, mirror };
}

/** It is told with the commits, where there are any. */
async function treeOfHead(mirror: Mirror, { head }: ForgeChange, commits: readonly RawCommit[]): Promise<string> {
  return commits.find(({ sha }) => sha === head.sha)?.tree ?? readTreeId(mirror, head.sha);
}

/** Where a change's head is kept in our mirror. */
export function headRefOf(ref: ChangeRef): string {
  return `refs/changes/${ref.number}/head`;
}

async function fetchChange(ports: GatherPorts, told: ForgeChange): Promise<Mirror> {
  const { repository, number } = told.ref;
  const remote = await ports.forge.readRemote(repository);
  return ports.mirrors.fetch(repository, remote, [
    `+${told.baseRef}:${told.baseRef}`,
    `+${ports.forge.capabilities.headRef(number)}:${headRefOf(told.ref)}`,
  ]);
}

export async function readGroups(
  ports: Pick<JourneyPorts, "forge">,
  repository: RepositoryRef,
  keys: readonly string[],
): Promise<Record<string, readonly Person[] | null>> {
  const members = await Promise.all(keys.map((key) => ports.forge.readMembers(repository, key)));
  return Object.fromEntries(keys.map((key, index) => [key, members[index] ?? null]));
}

async function withMergeBases(
  mirror: Mirror,
  baseSha: string,
  heads: ForgeChange["earlierHeads"],
): Promise<EarlierHead[]> {
  return inTurn(heads, async (head) => ({
    ...head,
    mergeBase: await findMergeBase(mirror, baseSha, head.sha).catch(() => null),
  }));
}

/** Whoever said or did something about a change, and whoever contributed to it. */
function peopleOf(told: ForgeChange, commits: ChangeRequest["commits"]): readonly Person[] {
  const spoke = [...told.reviews, ...told.comments].map(({ account }) => account);
  const people = [...spoke, ...told.labels.flatMap(({ by }) => by ?? [])].filter(({ kind }) => kind === "user");
  const contributors = contributorsTo({ commits, pushers: told.pushers });
  return [...new Map([told.author, ...people, ...contributors].map(({ id, login }) => [id, { id, login }])).values()];
}

function goneBase(told: ForgeChange): ForgeError {
  return new ForgeError(
    `${told.baseRef} of ${told.ref.repository.name}, the base of change ${told.ref.number}, shares no history with it or is gone.`,
    {
      status: null,
      retryable: false,
      retryAfterMs: null,
    },
  );
}
