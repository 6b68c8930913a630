import { landingEndingWith, type Step } from "../core/find-landing.ts";
import { isHeldBack, modeOf } from "../core/held-back.ts";
import { unapprovedKey } from "../core/render/alerts.ts";
import { blockingFindings, describeInvalid, holdsBack, isValid } from "../core/render/checks.ts";
import type { AttestedDecision } from "../domain/attestation.ts";
import type { Decision } from "../domain/decision.ts";
import type { Inspection } from "../domain/finding.ts";
import type { LandingVerdict, ObservedLanding } from "../domain/landing.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import { readTreeId } from "../git/read-ref.ts";
import { answerCommands } from "./answer-commands.ts";
import { attestedOf } from "./attest.ts";
import type { Branch } from "./branch.ts";
import type { GatheredChange, GatherPorts } from "./gather-change.ts";
import { gatherLandedBy, gatherLanding, type LandedBy } from "./gather-landing.ts";
import { type AskingPorts, inspectLanded } from "./inspect-landed.ts";
import { objectToOldChange } from "./landed-before.ts";
import type { JourneyPorts } from "./ports.ts";
import { decideChange } from "./review-change.ts";
import { withDatasetsRead } from "./with-datasets-read.ts";

const onlyObserved = "which the policy only observes";

export type JudgePorts = GatherPorts & Pick<JourneyPorts, "inspector" | "indexes" | "evidence"> & AskingPorts;

export interface JudgedLanding {
  readonly before: string;
  readonly sha: string;
  readonly tree: string;
  readonly verdict: LandingVerdict;
  /** What is to be signed of it once it is released; absent where no evidence is made, or nothing was decided. */
  readonly attested?: AttestedDecision;
  /** What would have kept it waiting, where the policy only observes. */
  readonly observed?: ObservedLanding;
}

/**
 * Judges the first landing among the steps that follow `before`, by the policy at `before`. `steps` are first-parent commits,
 * oldest first, at least one. `wentBackTo` is the approved landing that is live instead of `before`, where there is one.
 */
export async function judgeLanding(
  ports: JudgePorts,
  branch: Branch,
  before: string,
  steps: readonly [Step, ...Step[]],
  wentBackTo: string | null = null,
): Promise<JudgedLanding> {
  for (const release of wentBackTo === null ? [before] : [before, wentBackTo]) {
    const restored = landingEndingWith(before, steps, await readTreeId(branch.mirror, release));
    if (restored === null) continue;
    const reason =
      release === before
        ? "it restores exactly the tree that was approved before it"
        : "it restores exactly the tree that is live";
    return {
      ...restored,
      verdict: { status: "approved", basis: { kind: "restores", release }, decision: null, reason },
    };
  }

  const landedBy = await gatherLandedBy(ports, branch, before, steps[0].sha);
  const ofChange = await judgeAsChange(ports, branch, before, steps, landedBy.changes);
  if (ofChange?.verdict.status === "approved") return ofChange;

  const [first] = steps;
  const end = ofChange ?? { before, sha: first.sha, tree: first.tree };
  const onwards = steps.slice(steps.findIndex(({ sha }) => sha === end.sha));
  const countersigned = await judgeCountersignature(ports, branch, before, onwards, landedBy);
  if (countersigned.verdict.status === "approved") return { ...end, ...countersigned };
  return ofChange ?? { ...end, verdict: countersigned.verdict };
}

/** A landing whose tree is the clean merge of `before` and the head of a change is judged as that change. */
async function judgeAsChange(
  ports: JudgePorts,
  branch: Branch,
  before: string,
  steps: readonly [Step, ...Step[]],
  changes: readonly GatheredChange[],
): Promise<JudgedLanding | null> {
  let refused: JudgedLanding | null = null;
  for (const change of changes) {
    const { number } = change.change;
    const merge = await mergeTrees(branch.mirror, before, change.change.head.sha);
    const landing = merge.clean ? landingEndingWith(before, steps, merge.tree) : null;
    if (landing === null) continue;
    const objection = await objectToLanding(branch, change, landing, steps);
    if (objection !== null) {
      const reason = `it is change ${number}, and its approvals do not count any more: it ${objection}`;
      refused ??= { ...landing, verdict: { status: "unapproved", change: null, decision: null, reason } };
      continue;
    }

    const inspection = await inspectLanded(ports, branch, change, landing.sha);
    const gathered = await withDatasetsRead(ports, change, inspection);
    const decision = decideChange(ports, gathered, inspection);
    const head = gathered.change.head.sha;
    if (isHeldBack(decision, modeOf(gathered.policy))) {
      const reason = `it is change ${number}, and ${lowerFirst(decision.summary)}`;
      return { ...landing, verdict: { status: "unapproved", change: number, decision, reason } };
    }
    if (holdsBack(inspection, modeOf(gathered.policy))) {
      const invalid = describeInvalid(inspection);
      const reason = `it is change ${number}, which is approved, but ${invalid}`;
      return { ...landing, verdict: { status: "unapproved", change: number, decision, reason, invalid } };
    }
    const reason = `it is change ${number}, ${decision.status === "approved" ? "which is approved" : onlyObserved}`;
    const attested = attestedOf(ports, gathered, decision, inspection);
    return {
      ...landing,
      verdict: { status: "approved", basis: { kind: "change", number, head }, decision, reason },
      ...(attested === null ? {} : { attested }),
      ...observedOf(gathered, decision, inspection),
    };
  }
  return refused;
}

/** Why the approvals of a change are none of this landing, continuing "it …"; `null` when nothing keeps them from it. */
async function objectToLanding(
  { mirror }: Branch,
  change: GatheredChange,
  { before, sha }: Pick<JudgedLanding, "before" | "sha">,
  steps: readonly Step[],
): Promise<string | null> {
  const end = steps.findIndex((step) => step.sha === sha);
  return objectToOldChange(mirror, change, { before, landed: steps.slice(0, end + 1).map((step) => step.sha) });
}

/** What a policy in force would have held against it; nothing where it is in force. */
function observedOf(
  { change, policy }: GatheredChange,
  decision: Decision,
  inspection: Inspection,
): Pick<JudgedLanding, "observed"> {
  if (modeOf(policy) === "enforce") return {};
  const findings = blockingFindings(inspection).map(({ rule, path, span }) => ({ rule, path, line: span.start.line }));
  if (decision.status === "approved" && isValid(inspection)) return {};
  const unread = inspection.unread.length === 0 ? null : `${upperFirst(describeInvalid(inspection))}.`;
  const summary = decision.status === "approved" ? unread : decision.summary;
  return { observed: { change: change.number, summary, findings } };
}

/**
 * Any other landing is judged as if it were a change: its pusher the author, the comments on its commit the approvals. Where
 * it came by changes, whoever had a part in one of them has the same part in the landing, and a requirement that applies to one
 * of them applies to it. `steps` begin with its last one.
 */
async function judgeCountersignature(
  ports: JudgePorts,
  branch: Branch,
  before: string,
  steps: readonly Step[],
  landedBy: LandedBy,
): Promise<Pick<JudgedLanding, "verdict" | "attested">> {
  const asTold = await gatherLanding(ports, branch, before, steps, landedBy);
  const sha = asTold.change.head.sha;
  const inspection = await inspectLanded(ports, branch, asTold, sha);
  const gathered = await withDatasetsRead(ports, asTold, inspection);
  const decision = decideChange(ports, gathered, inspection);
  await answerCommands(ports, gathered, decision, true, (id, body) =>
    ports.forge.answerCommitComment(branch.repository, sha, unapprovedKey(branch.ref, sha), id, body),
  );
  if (decision.status === "approved") {
    const { author } = gathered.change;
    const attested = attestedOf(ports, gathered, decision, inspection);
    const verdict: LandingVerdict = {
      status: "approved",
      basis: { kind: "countersigned", author: { id: author.id, login: author.login } },
      decision,
      reason: "the commit itself was countersigned",
    };
    return attested === null ? { verdict } : { verdict, attested };
  }
  const verdict: LandingVerdict = {
    status: "unapproved",
    change: null,
    decision,
    reason: `it came by no approved change, and it has no approval of its own (${lowerFirst(decision.summary).replace(/\.$/, "")})`,
  };
  return { verdict };
}

function upperFirst(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

function lowerFirst(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
