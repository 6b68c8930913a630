import { asItLanded } from "../core/base-at.ts";
import type { Step } from "../core/find-landing.ts";
import type { BroughtBy } from "../domain/change.ts";
import { listCommits } from "../git/list-commits.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { Branch } from "./branch.ts";
import {
  assembleChange,
  findPublicationOf,
  type GatheredChange,
  type GatherPorts,
  gatherTold,
} from "./gather-change.ts";
import { tellLanding } from "./tell-landing.ts";

/** The merged changes that the forge associates with a landing. */
export interface LandedBy {
  /** Those into its branch. */
  readonly changes: readonly GatheredChange[];
  /** What is told of all of them, also of those into another branch, whose base may be gone. */
  readonly broughtBy: readonly BroughtBy[];
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
  const none: LandedBy = { changes: [], broughtBy: [], asked: [] };
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
  const broughtBy = [...known.broughtBy];
  const numbers = new Set<number>();
  for (const commit of commits)
    for (const number of await ports.forge.listChangesLandedAs(repository, commit)) numbers.add(number);
  for (const number of numbers) {
    if (known.broughtBy.some((one) => one.number === number)) continue;
    const told = await ports.forge.readChange({ repository, number });
    if (told.baseRef !== ref) {
      broughtBy.push(await describeElsewhere(ports, told));
      continue;
    }
    const gathered = await gatherTold(ports, asItLanded(told, before), before);
    changes.push(gathered);
    broughtBy.push(describe(gathered));
  }
  return { changes, broughtBy, asked: [...known.asked, ...commits] };
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
  const { changes, broughtBy } = all ?? landedBy;
  const told = await tellLanding(ports, branch, before, steps, all ?? landedBy);
  const gathered = await assembleChange(ports, told, branch.mirror, before);
  const isUnknown = all === null || (broughtBy.length === 0 && told.pushers === null);
  const permissions = changes.map(({ change }) => change.permissions);
  return {
    ...gathered,
    change: {
      ...gathered.change,
      permissions: Object.assign({}, ...permissions, gathered.change.permissions),
      broughtBy: isUnknown ? null : broughtBy,
    },
  };
}

function describe({ change }: GatheredChange): BroughtBy {
  const { number, title, isDraft, isFork, author, requester, labels } = change;
  return { number, title, isDraft, isFork, author, requester, labels };
}

async function describeElsewhere(ports: Pick<GatherPorts, "store">, told: ForgeChange): Promise<BroughtBy> {
  const { ref, title, isDraft, isFork, author, labels } = told;
  const requester = (await findPublicationOf(ports, told))?.requester ?? null;
  const unbound = labels.map((label) => ({ ...label, baseRef: null, mergeBase: null }));
  return { number: ref.number, title, isDraft, isFork, author, requester, labels: unbound };
}
