import { asItLanded } from "../core/base-at.ts";
import type { Step } from "../core/find-landing.ts";
import { withRequesters } from "../core/with-requesters.ts";
import type { ChangeRequest } from "../domain/change.ts";
import { listCommits } from "../git/list-commits.ts";
import type { Branch } from "./branch.ts";
import { assembleChange, type GatheredChange, type GatherPorts, gatherTold } from "./gather-change.ts";
import { type PartOfLanding, partOf, partOfElsewhere } from "./part-of-landing.ts";
import { tellLanding } from "./tell-landing.ts";

/** The merged changes that the forge associates with a landing. */
export interface LandedBy {
  /** Those into its branch. */
  readonly changes: readonly GatheredChange[];
  /** Of all of them, also of those into another branch. */
  readonly parts: readonly PartOfLanding[];
  /** The commits of which the forge was asked. */
  readonly asked: readonly string[];
}

/** Each commit that a landing brings is a question to the forge; with more than so many it is not known by what it came. */
const mostAsked = 50;

/** The changes by which a step of a branch came: those of its commit, and those of what it merged. */
export async function gatherLandedBy(
  ports: GatherPorts,
  branch: Branch,
  before: string,
  sha: string,
): Promise<LandedBy> {
  const none: LandedBy = { changes: [], parts: [], asked: [] };
  return askOf(ports, branch, before, await listMerged(branch.mirror, before, sha), none);
}

/** With the changes of whatever else came with it, such as what a side branch was built on; `null` where that is too much. */
async function gatherAllOf(
  ports: GatherPorts,
  branch: Branch,
  before: string,
  sha: string,
  landedBy: LandedBy,
): Promise<LandedBy | null> {
  const commits = await listCommits(branch.mirror, before, sha);
  const others = commits.map((commit) => commit.sha).filter((commit) => !landedBy.asked.includes(commit));
  return others.length > mostAsked ? null : askOf(ports, branch, before, others, landedBy);
}

async function askOf(
  ports: GatherPorts,
  { repository, ref }: Branch,
  before: string,
  commits: readonly string[],
  known: LandedBy,
): Promise<LandedBy> {
  const changes = [...known.changes];
  const parts = [...known.parts];
  const numbers = new Set<number>();
  for (const commit of commits)
    for (const number of await ports.forge.listChangesLandedAs(repository, commit)) numbers.add(number);
  for (const number of numbers) {
    if (known.parts.some((one) => one.told.number === number)) continue;
    const told = await ports.forge.readChange({ repository, number });
    if (told.baseRef !== ref) {
      parts.push(await partOfElsewhere(ports, told, before));
      continue;
    }
    const gathered = await gatherTold(ports, asItLanded(told, before), before);
    changes.push(gathered);
    parts.push(partOf(gathered));
  }
  return { changes, parts, asked: [...known.asked, ...commits] };
}

/** A commit, and those of its parents that the branch had not before. */
async function listMerged(mirror: Branch["mirror"], before: string, sha: string): Promise<readonly string[]> {
  const commits = await listCommits(mirror, before, sha);
  const parents = commits.find((commit) => commit.sha === sha)?.parents ?? [];
  return [sha, ...parents.filter((parent) => commits.some((commit) => commit.sha === parent))];
}

/**
 * A landing that is judged by itself, as if it were a change. `steps` begin with its last one. What is known of the changes by
 * which it came is known of the landing.
 */
export async function gatherLanding(
  ports: GatherPorts,
  branch: Branch,
  before: string,
  steps: readonly Step[],
  landedBy: LandedBy,
): Promise<GatheredChange> {
  const all = await gatherAllOf(ports, branch, before, steps[0]?.sha ?? before, landedBy);
  const { changes, parts } = all ?? landedBy;
  const told = await tellLanding(ports, branch, before, steps, all ?? landedBy);
  const gathered = await assembleChange(ports, told, branch.mirror, before);
  const { change } = gathered;
  const isUnknown = all === null || (parts.length === 0 && told.pushers === null);
  const permissions = changes.map((one) => one.change.permissions);
  const whole = {
    ...change,
    ...joinDatasets(change, parts),
    permissions: Object.assign({}, ...permissions, change.permissions),
    broughtBy: isUnknown ? null : parts.map((part) => part.told),
  };
  const asked = [change, ...(change.broughtBy ?? [])].flatMap(({ requester }) => requester ?? []);
  return { ...gathered, change: withRequesters(whole, asked) };
}

/** With those that the changes touch alone: no file of the landing is known to stand for these. */
function joinDatasets(
  { datasets, leftOut = [] }: ChangeRequest,
  parts: readonly PartOfLanding[],
): Pick<ChangeRequest, "datasets" | "leftOut"> {
  const all = new Map(parts.flatMap((part) => part.datasets ?? []).map((one) => [one.name, { ...one, paths: [] }]));
  for (const { name } of datasets) all.delete(name);
  const isKnown = parts.every((part) => part.datasets !== null);
  return {
    datasets: [...datasets, ...all.values()],
    ...(isKnown ? {} : { leftOut: [...leftOut, "datasets"] }),
  };
}
