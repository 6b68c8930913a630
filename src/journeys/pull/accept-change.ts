import { landingEndingWith } from "../../core/find-landing.ts";
import { shortSha } from "../../core/render/markdown.ts";
import { objectToPlace, weighSignatures } from "../../core/weigh-signatures.ts";
import type { ApprovalStatement } from "../../domain/countersignature.ts";
import { GitError } from "../../domain/errors.ts";
import { findMergeBase } from "../../git/list-commits.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import { readRef, readTreeId } from "../../git/read-ref.ts";
import { objectToOldHead } from "../landed-before.ts";
import type { Attempt, Scene } from "./ports.ts";
import { type Before, basis, evidenceOf, type Group, type SignaturePorts } from "./signed-groups.ts";
import { weighLanding } from "./weigh-landing.ts";

/** Whether enough controllers signed the head of a change, and what landed is its clean merge. */
export async function acceptChange(
  ports: SignaturePorts,
  scene: Scene,
  before: Before,
  group: Group<ApprovalStatement>,
): Promise<Attempt> {
  const { state, steps, wanted } = before;
  const { head, change } = group[0].statement;
  const here = group.filter(({ statement }) => objectToPlace(statement, wanted) === null);
  const elsewhere = weighSignatures(group, ({ statement }) => objectToPlace(statement, wanted)).refused;
  if (here.length === 0) return { accepted: null, why: elsewhere };
  if (!(await fetchHead(ports, scene, here[0]?.statement ?? group[0].statement))) {
    return { accepted: null, why: [`The head ${shortSha(head)} of change ${change} cannot be fetched.`] };
  }

  const merge = await mergeTrees(scene.mirror, state.commit, head);
  const landing = merge.clean ? landingEndingWith(state.commit, steps, merge.tree) : null;
  if (landing === null) {
    const reason = merge.clean
      ? `What landed is not the clean merge of ${shortSha(state.commit)} and the head ${shortSha(head)} of change ${change}.`
      : `The head ${shortSha(head)} of change ${change} does not merge cleanly into ${shortSha(state.commit)}, so how it was resolved was signed by nobody.`;
    return { accepted: null, why: [...elsewhere, reason] };
  }

  const tree = await readTreeId(scene.mirror, head);
  const mergeBase = await findMergeBase(scene.mirror, state.commit, head);
  const weighed = await weighLanding(ports, scene, before, here, {
    kind: "change",
    name: `change ${change}`,
    commit: head,
    objectTo(statement) {
      if (statement.tree !== tree) return `names another tree than that of ${shortSha(head)}`;
      return statement.mergeBase === mergeBase ? null : `was given when ${shortSha(head)} stood on another commit`;
    },
  });
  if (!weighed.isEnough) return { accepted: null, why: [...elsewhere, ...weighed.why] };
  const old = await objectToOldHead(scene.mirror, { mergeBase, before: state.commit, head });
  if (old !== null) {
    const reason = `Change ${change} at ${shortSha(head)} ${old}: its signatures are of then. Propose it anew, and sign that.`;
    return { accepted: null, why: [...elsewhere, reason] };
  }
  const by = weighed.signers.map(({ login }) => login);
  const reason = `it is change ${change} at ${shortSha(head)}, which ${by.join(" and ")} signed`;
  const evidence = evidenceOf(landing.sha, state.commit, weighed);
  return { accepted: { commit: landing.sha, tree: landing.tree, basis, reason, by, head, evidence } };
}

/** Whether the commit that was signed is here, fetched under its change's name or, where that moved on, by its id. */
async function fetchHead(
  ports: SignaturePorts,
  scene: Scene,
  { forge, change, head }: ApprovalStatement,
): Promise<boolean> {
  const name = forge === "github" ? `refs/pull/${change}/head` : `refs/merge-requests/${change}/head`;
  for (const refspec of [`+${name}:refs/changes/${change}/head`, `+${head}:refs/countersign/heads/${head}`]) {
    if ((await readRef(scene.mirror, head)) !== null) return true;
    await ports.fetch(scene.mirror, scene.remote, [refspec]).catch((error: unknown) => {
      if (!(error instanceof GitError) || error.retryable || error.code === "auth") throw error;
    });
  }
  return (await readRef(scene.mirror, head)) !== null;
}
