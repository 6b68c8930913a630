import { asItLanded } from "../core/base-at.ts";
import type { Step } from "../core/find-landing.ts";
import type { BroughtBy } from "../domain/change.ts";
import { listCommits } from "../git/list-commits.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { Branch } from "./branch.ts";
import { assembleChange, type GatheredChange, type GatherPorts, gatherTold } from "./gather-change.ts";
import { tellLanding } from "./tell-landing.ts";

/** The merged changes that the forge associates with a landing. */
export interface LandedBy {
  /** Those into its branch. */
  readonly changes: readonly GatheredChange[];
  /** What is told of all of them, also of those into another branch, whose base may be gone. */
  readonly broughtBy: readonly BroughtBy[];
}

/** The changes by which a step of a branch came: those of its commit, and those of what it merged. */
export async function gatherLandedBy(
  ports: GatherPorts,
  { repository, ref, mirror }: Branch,
  before: string,
  sha: string,
): Promise<LandedBy> {
  const changes: GatheredChange[] = [];
  const broughtBy: BroughtBy[] = [];
  const numbers = new Set<number>();
  for (const commit of await listMerged(mirror, before, sha))
    for (const number of await ports.forge.listChangesLandedAs(repository, commit)) numbers.add(number);
  for (const number of numbers) {
    const told = await ports.forge.readChange({ repository, number });
    if (told.baseRef !== ref) {
      broughtBy.push(describeElsewhere(told));
      continue;
    }
    const gathered = await gatherTold(ports, asItLanded(told, before), before);
    changes.push(gathered);
    broughtBy.push(describe(gathered));
  }
  return { changes, broughtBy };
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
  const told = await tellLanding(ports, branch, before, steps, landedBy);
  const gathered = await assembleChange(ports, told, branch.mirror, before);
  const { changes, broughtBy } = landedBy;
  const isUnknown = broughtBy.length === 0 && told.pushers === null;
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

function describeElsewhere({ ref, title, isDraft, isFork, author, labels }: ForgeChange): BroughtBy {
  const unbound = labels.map((label) => ({ ...label, baseRef: null, mergeBase: null }));
  return { number: ref.number, title, isDraft, isFork, author, requester: null, labels: unbound };
}
