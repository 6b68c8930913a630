import { shortSha } from "../../core/render/markdown.ts";
import { objectToPlace, type SignedStatement, weighSignatures } from "../../core/weigh-signatures.ts";
import type { BaselineStatement } from "../../domain/countersignature.ts";
import { isPresentAncestor } from "../../git/list-commits.ts";
import { readTreeId } from "../../git/read-ref.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import type { Attempt, Scene, Signatures } from "./ports.ts";
import { basis, evidenceOf, groupBy, isEnough, missing, type SignaturePorts, wantedOf } from "./signed-groups.ts";

/** Whether enough controllers signed a commit of the branch as the one to begin with, in place of what was accepted last. */
export async function acceptBaseline(
  ports: SignaturePorts,
  scene: Scene,
  state: AcceptedState | null,
  signatures: Signatures,
): Promise<Attempt> {
  const wanted = wantedOf(ports, scene);
  const replaced = state?.commit ?? null;
  const why: string[] = [];
  const groups = groupBy(signatures.signed.filter(isBaseline), ({ statement }) => statement.commit);
  for (const [first, ...others] of groups) {
    const { commit, tree } = first.statement;
    const isOnBranch = await isPresentAncestor(scene.mirror, commit, scene.tip);
    const facts = isOnBranch ? { tree: await readTreeId(scene.mirror, commit) } : null;
    const weighed = weighSignatures([first, ...others], ({ statement }) => {
      const objection = objectToPlace(statement, wanted);
      if (objection !== null) return objection;
      if (facts === null) return `takes ${shortSha(commit)} as the baseline, which is not on this branch`;
      if (statement.tree !== facts.tree) return `names another tree than that of ${shortSha(commit)}`;
      if (statement.replaces === replaced) return null;
      return `replaces ${nameOf(statement.replaces)}, and this node accepted ${nameOf(replaced)} last`;
    });
    why.push(...weighed.refused);
    if (!isEnough(ports, weighed.signers)) {
      why.push(...missing(ports, weighed.signers, `the baseline ${shortSha(commit)}`));
      continue;
    }
    const by = weighed.signers.map(({ login }) => login);
    const reason = `${by.join(" and ")} signed it as the baseline`;
    return { accepted: { commit, tree, basis, reason, by, head: null, evidence: evidenceOf(commit, null, weighed) } };
  }
  return { accepted: null, why };
}

function nameOf(commit: string | null): string {
  return commit === null ? "nothing" : shortSha(commit);
}

function isBaseline(one: SignedStatement): one is SignedStatement<BaselineStatement> {
  return one.statement.purpose === "countersign baseline";
}
