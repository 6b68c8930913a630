import { judgeAfterLanding } from "../core/after-landing.ts";
import { modeOf } from "../core/held-back.ts";
import { withFindings } from "../core/with-findings.ts";
import type { Instant } from "../domain/change.ts";
import type { Decision } from "../domain/decision.ts";
import type { RepositoryRef } from "../domain/identity.ts";
import type { AfterLanding } from "../domain/policy.ts";
import type { Recall } from "../domain/recall.ts";
import type { Mirror } from "../git/mirror.ts";
import { defaultAfterLanding } from "../policy/defaults.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { RecordedLanding } from "../ports/store.ts";
import { beginRecall, endRecall } from "./branch-plan.ts";
import type { GatheredChange } from "./gather-change.ts";
import { inspectLanded } from "./inspect-landed.ts";
import type { JourneyPorts } from "./ports.ts";
import { readPolicyAt } from "./read-policy-at.ts";
import { withDatasetsRead } from "./with-datasets-read.ts";

export interface Reconsidered {
  readonly decision: Decision;
  /** By which it is taken back; `null` while it stands. */
  readonly recall: Recall | null;
}

/**
 * Judges a landing anew with what people said since, and records that it is taken back, or no longer so; then the branch is
 * to be looked at. `asLanded` is the change as it landed.
 */
export async function reconsiderLanding(
  ports: JourneyPorts,
  asLanded: GatheredChange,
  landing: RecordedLanding,
): Promise<Reconsidered> {
  const { repository } = asLanded.told.ref;
  const branch = { repository, ref: landing.ref, mirror: asLanded.mirror };
  const inspection = await inspectLanded(ports, branch, asLanded, landing.sha);
  const gathered = await withDatasetsRead(ports, asLanded, inspection);
  const options = { policy: gathered.policy, node: ports.node };
  const known = await ports.store.listRecalls(landing.repositoryKey, landing.ref);
  const ofThis = known.filter(({ sha, cause }) => sha === landing.sha && cause.kind === "taken-back");
  const standing = ofThis.find(({ ended }) => ended === null) ?? null;
  const takenBackBy = standing?.cause.kind === "taken-back" ? standing.cause.acts : [];
  const landed = { decision: landing.verdict.decision, at: landing.at, takenBackBy };
  const judged = judgeAfterLanding(withFindings(gathered.change, inspection), options, landed);
  if (judged.status === "good") {
    if (standing !== null) {
      const isApproved = judged.decision.status === "approved";
      await endRecall(
        ports,
        repository,
        standing,
        isApproved ? "it is approved again" : "nobody takes it back any more",
      );
      await lookAtBranch(ports, gathered, landing);
    }
    await lookWhenExpired(ports, gathered, landing);
    return { decision: judged.decision, recall: null };
  }
  if (standing !== null) return { decision: judged.decision, recall: standing };

  const says = await afterLandingOf(ports, gathered, landing);
  const isExpiry = judged.acts.every(({ kind }) => kind === "expiry");
  const recall = await beginRecall(ports, repository, {
    id: `taken-back ${landing.repositoryKey} ${landing.ref} ${landing.sha} ${ofThis.length}`,
    repositoryKey: landing.repositoryKey,
    ref: landing.ref,
    sha: landing.sha,
    change: gathered.change.number === 0 ? null : gathered.change.number,
    cause: {
      kind: "taken-back",
      acts: judged.acts,
      rollsBack: (isExpiry ? says.onExpiry : says.onWithdrawal) === "rollback",
    },
    at: ports.clock.now().toISOString(),
    ended: null,
    isTold: false,
  });
  await lookAtBranch(ports, gathered, landing);
  return { decision: judged.decision, recall };
}

/** Whether anybody said something about a landed change that may have taken its approval back, or its time has come. */
export function mayBeTakenBack(told: ForgeChange): boolean {
  return told.reviews.some(
    ({ state, dismissed, account }) => state === "changes_requested" || dismissed?.by.id === account.id,
  );
}

/** When the approvals that a landing rested on have expired at the latest; `null` where that follows nothing. */
function expiryOf({ policy }: Pick<GatheredChange, "policy">, approvedAt: Instant): Instant | null {
  if (policy.state !== "valid") return null;
  const { counting, afterLanding } = policy.policy;
  if ((afterLanding?.onExpiry ?? "ignore") === "ignore" || counting.expireAfterMs === null) return null;
  return new Date(Date.parse(approvedAt) + counting.expireAfterMs + 1_000).toISOString();
}

/** Whether the approval of a landing has expired by now, and the policy says that something follows. */
export async function isExpiryDue(
  ports: JourneyPorts,
  repository: RepositoryRef,
  landing: RecordedLanding | null,
): Promise<boolean> {
  if (landing?.verdict.status !== "approved" || landing.verdict.basis.kind !== "change") return false;
  const due = await readExpiry(ports, repository, landing);
  return due !== null && Date.parse(due) <= ports.clock.now().getTime();
}

/**
 * Whether something on which a countersigned landing rests may have expired since it was taken back last, though nobody speaks of
 * it. `recalls` are those that took it back.
 */
export async function hasExpiredSince(
  ports: JourneyPorts,
  repository: RepositoryRef,
  mirror: Mirror,
  landing: RecordedLanding,
  said: readonly { readonly at: Instant }[],
  recalls: readonly Recall[],
): Promise<boolean> {
  if (recalls.some(({ ended }) => ended === null)) return false;
  const now = ports.clock.now().getTime();
  const known = Math.max(0, ...recalls.map(({ at }) => Date.parse(at)));
  const times = [landing.at, ...said.map(({ at }) => at)];
  const policy = await readPolicyAt(ports, repository, mirror, landing.before);
  if (modeOf(policy) === "observe") return false;
  return times.some((at) => {
    const due = Date.parse(expiryOf({ policy }, at) ?? "");
    return due <= now && due > known;
  });
}

/** Asks for a look at the change that landed when its approvals will have expired, though nobody may speak of it until then. */
export async function lookAtExpiry(
  ports: JourneyPorts,
  repository: RepositoryRef,
  landing: RecordedLanding,
): Promise<void> {
  const { verdict } = landing;
  if (verdict.status !== "approved" || verdict.basis.kind !== "change") return;
  const due = await readExpiry(ports, repository, landing);
  if (due === null) return;
  const { forge, name } = repository;
  await ports.store.enqueue({ kind: "change", forge, repository: name, number: verdict.basis.number }, due);
}

async function readExpiry(
  ports: JourneyPorts,
  repository: RepositoryRef,
  landing: RecordedLanding,
): Promise<Instant | null> {
  const mirror = await ports.mirrors.open(repository);
  return expiryOf({ policy: await readPolicyAt(ports, repository, mirror, landing.before) }, landing.at);
}

async function lookWhenExpired(ports: JourneyPorts, gathered: GatheredChange, landing: RecordedLanding): Promise<void> {
  const { change, told } = gathered;
  if (change.number === 0) return;
  const said = [...change.reviews, ...change.comments].map(({ at }) => at);
  const dues = [landing.at, ...said].flatMap((at) => expiryOf(gathered, at) ?? []);
  // The next of them: what somebody says today puts off nothing that another one said before.
  const [due] = dues.filter((at) => Date.parse(at) > ports.clock.now().getTime()).toSorted();
  if (due === undefined) return;
  const { forge, name } = told.ref.repository;
  await ports.store.enqueue({ kind: "change", forge, repository: name, number: change.number }, due);
}

/** As the newest approved tree says it: who writes it today means what is live, too. */
async function afterLandingOf(
  ports: JourneyPorts,
  { mirror, policy, told }: GatheredChange,
  landing: RecordedLanding,
): Promise<AfterLanding> {
  const newest = await ports.store.readLastApprovedLanding(landing.repositoryKey, landing.ref);
  const today = newest === null ? policy : await readPolicyAt(ports, told.ref.repository, mirror, newest.sha);
  return (today.state === "valid" ? today.policy.afterLanding : undefined) ?? defaultAfterLanding;
}

async function lookAtBranch(
  { store, clock }: Pick<JourneyPorts, "store" | "clock">,
  { told }: GatheredChange,
  { ref }: RecordedLanding,
): Promise<void> {
  const { forge, name } = told.ref.repository;
  await store.enqueue({ kind: "branch", forge, repository: name, ref }, clock.now().toISOString());
}
