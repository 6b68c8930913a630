import type { Step } from "../core/find-landing.ts";
import { unapprovedKey } from "../core/render/alerts.ts";
import type { Account, Person } from "../domain/identity.ts";
import { listCommits } from "../git/list-commits.ts";
import type { ForgeChange, PushSeen } from "../ports/forge.ts";
import { contributorsTo } from "../predicates/contributors.ts";
import type { Branch } from "./branch.ts";
import type { LandedBy } from "./gather-landing.ts";
import type { JourneyPorts } from "./ports.ts";

const maxStepsOfPush = 100;

/** A landing as if a forge told of it as a change: of one that is no draft, has no label, and comes from no fork. */
export async function tellLanding(
  ports: Pick<JourneyPorts, "forge">,
  branch: Branch,
  before: string,
  steps: readonly Step[],
  landedBy: LandedBy,
): Promise<ForgeChange> {
  const { repository, ref, mirror } = branch;
  const sha = steps[0]?.sha ?? "";
  const push = await findPush(ports, branch, steps);
  const commits = await listCommits(mirror, before, sha);
  const nobody: Account = { id: 0, login: "unknown", kind: "user" };
  return {
    ref: { repository, number: 0 },
    title: commits.find((commit) => commit.sha === sha)?.message.split("\n")[0] ?? "",
    body: "",
    state: "merged",
    isDraft: false,
    isFork: false,
    author: landedBy.broughtBy[0]?.author ?? push?.by ?? nobody,
    webUrl: "",
    baseRef: ref,
    baseRefSince: null,
    baseTips: [{ sha: before, since: "1970-01-01T00:00:00Z" }],
    head: { ref, sha, since: push?.at ?? null },
    earlierHeads: [],
    pushers: push === null ? null : withContributors(push, landedBy),
    reviews: [],
    comments: await ports.forge.listCommitComments(repository, sha, unapprovedKey(ref, sha)),
    checks: [],
    labels: [],
    mergedAs: sha,
  };
}

/** One push may bring many commits: a commit came with the first push that made it, or what follows it, the tip. */
async function findPush(
  ports: Pick<JourneyPorts, "forge">,
  { repository, ref }: Branch,
  steps: readonly Step[],
): Promise<PushSeen | null> {
  for (const { sha } of steps.slice(0, maxStepsOfPush)) {
    const push = await ports.forge.readPushOf(repository, ref, sha);
    if (push !== null) return push;
  }
  return null;
}

/** `null` where it is not known who pushed to one of the changes, or which change the forge merged: it may not say at once. */
function withContributors(
  { by: pusher, isMerge }: PushSeen,
  { changes, broughtBy }: LandedBy,
): readonly Person[] | null {
  if (isMerge === true && broughtBy.length === 0) return null;
  if (changes.some(({ change }) => change.pushers === null)) return null;
  return [pusher, ...broughtBy.map(({ author }) => author), ...changes.flatMap(({ change }) => contributorsTo(change))];
}
