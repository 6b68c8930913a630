import { attestBareLanding } from "../../core/attest/build-statement.ts";
import type { Step } from "../../core/find-landing.ts";
import { rewrittenAlert } from "../../core/render/alerts.ts";
import { shortSha } from "../../core/render/markdown.ts";
import type { AcceptanceEvidence } from "../../domain/attestation.ts";
import { repositoryKey } from "../../domain/identity.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import { adoptBaseline } from "../adopt-baseline.ts";
import type { Branch } from "../branch.ts";
import { type JudgedLanding, judgeLanding } from "../judge-landing.ts";
import type { Attempt, ReviewsSeen, Scene } from "./ports.ts";

/** Whether the landing that follows is approved by reviews and comments that the node itself reads, by the policy before it. */
export async function acceptByReviews(
  reviews: ReviewsSeen,
  scene: Scene,
  state: AcceptedState,
  steps: readonly [Step, ...Step[]],
): Promise<Attempt> {
  const judged = await judgeLanding(reviews.ports, branchOf(reviews, scene), state.commit, steps);
  const { verdict, sha: commit, tree } = judged;
  if (verdict.status === "unapproved")
    return { accepted: null, why: [`By its reviews, ${verdict.reason.replace(/\.$/, "")}.`] };
  const counted = verdict.decision?.approvals.filter((approval) => approval.counted) ?? [];
  const by = [...new Set(counted.map(({ account }) => account.login))];
  const head = verdict.basis.kind === "change" ? verdict.basis.head : null;
  if (head !== null && state.landedHeads.includes(head)) {
    return {
      accepted: null,
      why: [`By its reviews, it is the head ${shortSha(head)}, which landed before and was taken back.`],
    };
  }
  const evidence = evidenceOf(reviews, scene, judged, state.commit);
  return { accepted: { commit, tree, basis: "reviews", reason: verdict.reason, by, head, evidence } };
}

/** Whether a controller adopted a commit of the branch by a comment that the node itself reads. */
export async function acceptAdoption(
  reviews: ReviewsSeen,
  scene: Scene,
  state: AcceptedState | null,
): Promise<Attempt> {
  const branch = branchOf(reviews, scene);
  const rewritten =
    state === null
      ? null
      : { alert: rewrittenAlert(scene.ref, scene.tip, state.commit), start: toRecorded(reviews, state) };
  const adopted = await adoptBaseline(reviews.ports, branch, scene.tip, rewritten);
  if (adopted === null || adopted.verdict.status !== "approved") return { accepted: null, why: [] };
  const { sha: commit, tree, verdict } = adopted;
  const by = verdict.basis.kind === "adopted" ? [verdict.basis.by.login] : [];
  const evidence = evidenceOf(reviews, scene, adopted, null);
  return { accepted: { commit, tree, basis: "reviews", reason: verdict.reason, by, head: null, evidence } };
}

/** What was decided, for the record. */
function evidenceOf(
  { repository, ports }: ReviewsSeen,
  { ref }: Scene,
  { sha, tree, verdict, attested }: Pick<JudgedLanding, "sha" | "tree" | "verdict" | "attested">,
  before: string | null,
): AcceptanceEvidence {
  const at = ports.clock.now().toISOString();
  const bare = verdict.status === "approved" ? attestBareLanding({ repository, ref, sha, tree, verdict, at }) : null;
  return { commit: sha, before, basis: "reviews", signatures: [], review: attested ?? bare };
}

function branchOf({ repository }: ReviewsSeen, { ref, mirror }: Scene): Branch {
  return { repository, ref, mirror };
}

function toRecorded({ repository }: ReviewsSeen, { ref, commit, tree, reason, at }: AcceptedState) {
  return {
    repositoryKey: repositoryKey(repository),
    ref,
    before: commit,
    sha: commit,
    tree,
    verdict: { status: "approved", basis: { kind: "restores", release: commit }, decision: null, reason },
    at,
  } as const;
}
