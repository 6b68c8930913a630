import { shortSha } from "../../core/render/markdown.ts";
import { hasWritten, objectToPlace, weighSignatures } from "../../core/weigh-signatures.ts";
import type { LandingStatement } from "../../domain/countersignature.ts";
import type { Attempt, Scene } from "./ports.ts";
import {
  type Before,
  basis,
  evidenceOf,
  type Group,
  isEnough,
  listAddresses,
  missing,
  type SignaturePorts,
} from "./signed-groups.ts";

/** Whether enough controllers signed the landed tree itself. */
export async function acceptLanding(
  ports: SignaturePorts,
  scene: Scene,
  before: Before,
  group: Group<LandingStatement>,
): Promise<Attempt> {
  const { state, steps, policy, wanted } = before;
  const { commit } = group[0].statement;
  const step = steps.find(({ sha }) => sha === commit);
  if (step === undefined) return { accepted: null, why: [] }; // of an earlier landing, or of another branch
  const addresses = await listAddresses(scene.mirror, state.commit, commit);
  const weighed = weighSignatures(group, ({ statement, signer }) => {
    const objection = objectToPlace(statement, wanted);
    if (objection !== null) return objection;
    if (statement.before !== state.commit) {
      return `compares ${shortSha(commit)} with ${shortSha(statement.before)}, and this node accepted ${shortSha(state.commit)} last`;
    }
    if (statement.tree !== step.tree) return `names another tree than that of ${shortSha(commit)}`;
    if (statement.policy !== policy) return "was given under another policy";
    return hasWritten(signer, addresses) ? `is of a landing with a commit by ${signer.login}` : null;
  });
  if (!isEnough(ports, weighed.signers)) {
    return {
      accepted: null,
      why: [...weighed.refused, ...missing(ports, weighed.signers, `the landed ${shortSha(commit)}`)],
    };
  }
  const by = weighed.signers.map(({ login }) => login);
  const reason = `${by.join(" and ")} signed the landed tree`;
  const evidence = evidenceOf(commit, state.commit, weighed);
  return { accepted: { commit, tree: step.tree, basis, reason, by, head: null, evidence } };
}
