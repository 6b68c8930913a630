import type { Step } from "../../core/find-landing.ts";
import type { SignedStatement } from "../../core/weigh-signatures.ts";
import type { ApprovalStatement, LandingStatement } from "../../domain/countersignature.ts";
import { readPolicyDigest } from "../../git/read-policy-digest.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import { acceptChange } from "./accept-change.ts";
import { acceptLanding } from "./accept-landing.ts";
import type { Attempt, Scene, Signatures } from "./ports.ts";
import { type Before, groupBy, type SignaturePorts, wantedOf } from "./signed-groups.ts";

/** Whether enough controllers signed the landing that follows what was accepted last: a change's head, or the landed tree itself. */
export async function acceptBySignatures(
  ports: SignaturePorts,
  scene: Scene,
  state: AcceptedState,
  steps: readonly [Step, ...Step[]],
  signatures: Signatures,
): Promise<Attempt> {
  const policy = await readPolicyDigest(scene.mirror, state.commit);
  const before: Before = { state, steps, policy, wanted: wantedOf(ports, scene) };
  const why: string[] = [];
  for (const group of groupBy(signatures.signed.filter(isLanding), ({ statement }) => statement.commit)) {
    const attempt = await acceptLanding(ports, scene, before, group);
    if (attempt.accepted !== null) return attempt;
    why.push(...attempt.why);
  }
  const fresh = signatures.signed
    .filter(isApproval)
    .filter(({ statement }) => !state.landedHeads.includes(statement.head));
  for (const group of groupBy(fresh, ({ statement }) => statement.head)) {
    const attempt = await acceptChange(ports, scene, before, group);
    if (attempt.accepted !== null) return attempt;
    why.push(...attempt.why);
  }
  return { accepted: null, why };
}

function isApproval(one: SignedStatement): one is SignedStatement<ApprovalStatement> {
  return one.statement.purpose === "countersign approval";
}

function isLanding(one: SignedStatement): one is SignedStatement<LandingStatement> {
  return one.statement.purpose === "countersign landing";
}
