import { hasLapsed, type LandingOnBranch, planRelease, type ReleasePlan } from "../core/plan-release.ts";
import { shortRef, shortSha } from "../core/render/markdown.ts";
import type { RepositoryKey, RepositoryRef } from "../domain/identity.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Recall } from "../domain/recall.ts";
import { compareTrees } from "../git/diff-trees.ts";
import { listTree } from "../git/list-tree.ts";
import type { AuditEntry, RecordedLanding, Store } from "../ports/store.ts";
import type { Branch } from "./branch.ts";
import type { JourneyPorts } from "./ports.ts";

/** Further back nobody goes by a comment; what was taken back is found however old it is. */
const mostLandings = 500;

/** What is recorded of a deploy branch. */
export interface BranchRecords {
  /** Approved, newest first, back to the baseline that was adopted last. */
  readonly landings: readonly RecordedLanding[];
  /** The same, and whether each was ever live. */
  readonly onBranch: readonly LandingOnBranch[];
  readonly recalls: readonly Recall[];
}

export interface BranchPlan extends ReleasePlan, BranchRecords {}

export async function readBranchRecords(
  store: Pick<Store, "listLandingsOnBranch" | "listReleases" | "listRecalls">,
  repository: RepositoryKey,
  ref: string,
): Promise<BranchRecords> {
  const recalls = await store.listRecalls(repository, ref);
  const newest = sinceBaseline(await store.listLandingsOnBranch(repository, ref, mostLandings));
  const isWhole = newest.length < mostLandings || isEachAmong(recalls, newest);
  const landings = isWhole
    ? newest
    : sinceBaseline(await store.listLandingsOnBranch(repository, ref, Number.MAX_SAFE_INTEGER));
  const releases = await store.listReleases(repository);
  const once = new Set(
    releases
      .filter(({ state }) => state === "live" || state === "superseded")
      .map(({ commit, tree }) => `${commit} ${tree}`),
  );
  const onBranch = landings.map(({ sha, tree }) => ({ sha, tree, wasLive: once.has(`${sha} ${tree}`) }));
  return { landings, onBranch, recalls };
}

function sinceBaseline(landings: readonly RecordedLanding[]): readonly RecordedLanding[] {
  const baseline = landings.findIndex(
    ({ verdict }) => verdict.status === "approved" && verdict.basis.kind === "adopted",
  );
  return baseline < 0 ? landings : landings.slice(0, baseline + 1);
}

function isEachAmong(recalls: readonly Recall[], landings: readonly RecordedLanding[]): boolean {
  const known = new Set(landings.map(({ sha }) => sha));
  return recalls.every(({ sha, ended }) => ended !== null || known.has(sha));
}

/** Which landing shall be live on a branch, after the recalls were ended that something ended. */
export async function planBranch(ports: JourneyPorts, branch: Branch): Promise<BranchPlan> {
  const key = repositoryKey(branch.repository);
  const before = await readBranchRecords(ports.store, key, branch.ref);
  for (const recall of before.recalls.filter(({ ended }) => ended === null)) {
    const why = await findEnd(branch, before, recall);
    if (why !== null) await endRecall(ports, branch.repository, recall, why);
  }
  const records = await readBranchRecords(ports.store, key, branch.ref);
  return { ...records, ...planRelease(records.onBranch, records.recalls) };
}

/** Why a recall holds no longer, by what landed since; `null` while it does. */
async function findEnd(branch: Branch, { landings, onBranch }: BranchRecords, recall: Recall): Promise<string | null> {
  const [newest] = landings;
  if (newest === undefined) return null;
  if (hasLapsed(onBranch, recall))
    return `${shortSha(newest.sha)} landed on ${shortRef(recall.ref)} since, and is deployed`;
  const landing = landings.find(({ sha }) => sha === recall.sha);
  if (landing === undefined) return "a controller of the node adopted a newer baseline";
  if (recall.cause.kind === "rollback" || newest.sha === landing.sha) return null;
  return (await isUndone(branch, landing, newest)) ? "what it changed was undone by what landed since" : null;
}

/** Whether every file that a landing touched is again as it was before it, and nothing that it brought is kept elsewhere. */
async function isUndone(branch: Branch, landing: RecordedLanding, newest: RecordedLanding): Promise<boolean> {
  const since = await compareTrees(branch.mirror, landing.before, newest.sha);
  const differing = new Set(since.map(({ path }) => path));
  const touched = await compareTrees(branch.mirror, landing.before, landing.sha);
  if (touched.some(({ path }) => differing.has(path))) return false;

  const brought = touched.flatMap(({ after }) => after?.oid ?? []);
  const kept = new Set(since.flatMap(({ after }) => after?.oid ?? [])).intersection(new Set(brought));
  if (kept.size === 0) return true; // nobody lists a tree that may be large
  return kept.isSubsetOf(new Set((await listTree(branch.mirror, landing.before)).map(({ oid }) => oid)));
}

/** Records that something is taken back. Answers what is recorded: somebody may have been here before. */
export async function beginRecall(
  ports: Pick<JourneyPorts, "store">,
  repository: RepositoryRef,
  recall: Recall,
): Promise<Recall> {
  return ports.store.recordRecall(recall, toEntry(repository, recall, "begun", recall.at));
}

export async function endRecall(
  ports: Pick<JourneyPorts, "store" | "clock">,
  repository: RepositoryRef,
  recall: Recall,
  why: string,
): Promise<void> {
  const at = ports.clock.now().toISOString();
  await ports.store.endRecall(recall.id, { at, why }, toEntry(repository, recall, `ended: ${why}`, at));
}

function toEntry(
  repository: RepositoryRef,
  { id, ref, sha, change, cause }: Recall,
  what: string,
  at: string,
): AuditEntry {
  return { at, kind: "recall", repository, details: { recall: id, ref, sha, change, cause, what } };
}
