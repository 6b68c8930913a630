import { unapprovedKey } from "../core/alerts.ts";
import { decide } from "../core/decide.ts";
import { landingEndingWith, type Step } from "../core/find-landing.ts";
import type { Account, RepositoryRef } from "../domain/identity.ts";
import type { LandingVerdict } from "../domain/landing.ts";
import { listCommits } from "../git/list-commits.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { Mirror } from "../git/mirror.ts";
import { readTreeId } from "../git/read-ref.ts";
import type { ForgeChange } from "../ports/forge.ts";
import { assembleChange, type GatherPorts, gatherChange } from "./gather-change.ts";
import { inspectChange } from "./inspect-change.ts";
import type { JourneyPorts } from "./ports.ts";
import { decideChange } from "./review-change.ts";

export type JudgePorts = GatherPorts & Pick<JourneyPorts, "inspector">;

/** Where on which branch landings are judged. */
export interface Branch {
  readonly repository: RepositoryRef;
  /** Full name. */
  readonly ref: string;
  readonly mirror: Mirror;
}

export interface JudgedLanding {
  readonly before: string;
  readonly sha: string;
  readonly tree: string;
  readonly verdict: LandingVerdict;
}

/**
 * Judges the first landing among the steps that follow `before`, by the policy at `before`. `steps` are first-parent commits,
 * oldest first, at least one.
 */
export async function judgeLanding(
  ports: JudgePorts,
  branch: Branch,
  before: string,
  steps: readonly [Step, ...Step[]],
): Promise<JudgedLanding> {
  const restored = landingEndingWith(before, steps, await readTreeId(branch.mirror, before));
  if (restored !== null) {
    const reason = "it restores exactly the tree that was approved before it";
    return {
      ...restored,
      verdict: { status: "approved", basis: { kind: "restores", release: before }, decision: null, reason },
    };
  }

  const ofChange = await judgeAsChange(ports, branch, before, steps);
  if (ofChange?.verdict.status === "approved") return ofChange;

  const [first] = steps;
  const end = ofChange ?? { before, sha: first.sha, tree: first.tree };
  const countersigned = await judgeCountersignature(ports, branch, before, end);
  if (countersigned.status === "approved") return { ...end, verdict: countersigned };
  return ofChange ?? { ...end, verdict: countersigned };
}

/** A landing whose tree is the clean merge of `before` and the head of a change is judged as that change. */
async function judgeAsChange(
  ports: JudgePorts,
  branch: Branch,
  before: string,
  steps: readonly [Step, ...Step[]],
): Promise<JudgedLanding | null> {
  for (const number of await ports.forge.listChangesLandedAs(branch.repository, steps[0].sha)) {
    const gathered = await gatherChange(ports, { repository: branch.repository, number }, before);
    if (gathered.told.baseRef !== branch.ref) continue;
    const merge = await mergeTrees(branch.mirror, before, gathered.change.head.sha);
    const landing = merge.clean ? landingEndingWith(before, steps, merge.tree) : null;
    if (landing === null) continue;

    const decision = decideChange(ports, gathered, await inspectChange(ports, gathered));
    const head = gathered.change.head.sha;
    return {
      ...landing,
      verdict:
        decision.status === "approved"
          ? {
              status: "approved",
              basis: { kind: "change", number, head },
              decision,
              reason: `it is change ${number}, which is approved`,
            }
          : {
              status: "unapproved",
              change: number,
              decision,
              reason: `it is change ${number}, and ${lowerFirst(decision.summary)}`,
            },
    };
  }
  return null;
}

/** Any other landing is judged as if it were a change: its pusher the author, the comments on its commit the approvals. */
async function judgeCountersignature(
  ports: JudgePorts,
  branch: Branch,
  before: string,
  landing: { readonly sha: string },
): Promise<LandingVerdict> {
  const told = await tellLanding(ports, branch, before, landing.sha);
  const gathered = await assembleChange(ports, told, branch.mirror, before);
  const decision = decide(gathered.change, { policy: gathered.policy, node: ports.node });
  if (decision.status === "approved") {
    return {
      status: "approved",
      basis: { kind: "countersigned" },
      decision,
      reason: "the commit itself was countersigned",
    };
  }
  return {
    status: "unapproved",
    change: null,
    decision,
    reason: `it is no change that was approved, and ${lowerFirst(decision.summary)}`,
  };
}

async function tellLanding(ports: JudgePorts, branch: Branch, before: string, sha: string): Promise<ForgeChange> {
  const { repository, ref, mirror } = branch;
  const push = await ports.forge.readPushOf(repository, ref, sha);
  const commits = await listCommits(mirror, before, sha);
  const nobody: Account = { id: 0, login: "unknown", kind: "user" };
  return {
    ref: { repository, number: 0 },
    title: commits.find((commit) => commit.sha === sha)?.message.split("\n")[0] ?? "",
    body: "",
    state: "merged",
    isDraft: false,
    isFork: false,
    author: push?.by ?? nobody,
    webUrl: "",
    baseRef: ref,
    baseRefSince: null,
    baseTips: [{ sha: before, since: "1970-01-01T00:00:00Z" }],
    head: { ref, sha, since: push?.at ?? null },
    earlierHeads: [],
    pushers: push === null ? null : [push.by],
    reviews: [],
    comments: await ports.forge.listCommitComments(repository, sha, unapprovedKey(ref, sha)),
    checks: [],
    labels: [],
    mergedAs: sha,
  };
}

function lowerFirst(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
