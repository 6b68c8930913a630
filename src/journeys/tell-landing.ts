import type { Step } from "../core/find-landing.ts";
import { unapprovedKey } from "../core/render/alerts.ts";
import type { Account, Person } from "../domain/identity.ts";
import { isAncestor, listCommits, listFirstParents } from "../git/list-commits.ts";
import type { Mirror } from "../git/mirror.ts";
import { readRef } from "../git/read-ref.ts";
import type { ForgeChange, PushSeen } from "../ports/forge.ts";
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
  const push = await findPush(ports, branch, before, steps);
  const commits = await listCommits(mirror, before, sha);
  const nobody: Account = { id: 0, login: "unknown", kind: "user" };
  return {
    ref: { repository, number: 0 },
    title: commits.find((commit) => commit.sha === sha)?.message.split("\n")[0] ?? "",
    body: "",
    state: "merged",
    isDraft: false,
    isFork: false,
    author: landedBy.parts[0]?.told.author ?? push?.by ?? nobody,
    webUrl: "",
    baseRef: ref,
    baseRefSince: null,
    baseTips: [{ sha: before, since: "1970-01-01T00:00:00Z" }],
    head: { ref, sha, since: push?.at ?? null },
    earlierHeads: [],
    pushers: push === null ? null : withContributors(push, landedBy),
    pushersSince: null,
    reviews: [],
    comments: await ports.forge.listCommitComments(repository, sha, unapprovedKey(ref, sha)),
    checks: [],
    labels: [],
    mergedAs: sha,
  };
}

/**
 * The push that brought a landing. One push may bring many commits, so it is the first that made its commit, or what follows
 * it, the tip. `null` where the branch may have had a part of it before: that came by a push of which the forge says nothing.
 */
async function findPush(
  ports: Pick<JourneyPorts, "forge">,
  { repository, ref, mirror }: Branch,
  before: string,
  steps: readonly Step[],
): Promise<PushSeen | null> {
  const sha = steps[0]?.sha ?? before;
  const [oldest = sha] = await listFirstParents(mirror, before, sha);
  for (const step of steps.slice(0, maxStepsOfPush)) {
    const push = await ports.forge.readPushOf(repository, ref, step.sha);
    if (push !== null) return (await mayHaveHad(mirror, push.from, oldest)) ? null : push;
  }
  return null;
}

/** Whether a tip may have had the commit. What the mirror lacks may have been anything: the branch was rewritten since. */
async function mayHaveHad(mirror: Mirror, tip: string | null, sha: string): Promise<boolean> {
  if (tip === null) return false;
  return (await readRef(mirror, tip)) === null || isAncestor(mirror, sha, tip);
}

/** `null` where it is not known who pushed to one of the changes, or which change the forge merged: it may not say at once. */
function withContributors({ by: pusher, isMerge }: PushSeen, { parts }: LandedBy): readonly Person[] | null {
  if (isMerge === true && parts.length === 0) return null;
  const people: Person[] = [pusher];
  for (const { told, contributors } of parts) {
    if (contributors === null) return null;
    people.push(told.author, ...contributors);
  }
  return people;
}
