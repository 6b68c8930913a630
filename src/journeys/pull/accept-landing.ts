import { shortSha } from "../../core/render/markdown.ts";
import type { LandingStatement } from "../../domain/countersignature.ts";
import type { Attempt, Scene } from "./ports.ts";
import { type Before, basis, evidenceOf, type Group, type SignaturePorts } from "./signed-groups.ts";
import { weighLanding } from "./weigh-landing.ts";

/** Whether enough controllers signed the landed tree itself. */
export async function acceptLanding(
  ports: SignaturePorts,
  scene: Scene,
  before: Before,
  group: Group<LandingStatement>,
): Promise<Attempt> {
  const { state, steps } = before;
  const { commit } = group[0].statement;
  const step = steps.find(({ sha }) => sha === commit);
  if (step === undefined) return { accepted: null, why: [] }; // of an earlier landing, or of another branch
  const weighed = await weighLanding(ports, scene, before, group, {
    kind: "landing",
    name: `the landed ${shortSha(commit)}`,
    commit,
    objectTo(statement) {
      if (statement.before !== state.commit) {
        return `compares ${shortSha(commit)} with ${shortSha(statement.before)}, and this node accepted ${shortSha(state.commit)} last`;
      }
      return statement.tree === step.tree ? null : `names another tree than that of ${shortSha(commit)}`;
    },
  });
  if (!weighed.isEnough) return { accepted: null, why: weighed.why };
  const by = weighed.signers.map(({ login }) => login);
  const reason = `${by.join(" and ")} signed the landed tree`;
  const evidence = evidenceOf(commit, state.commit, weighed);
  return { accepted: { commit, tree: step.tree, basis, reason, by, head: null, evidence } };
}
