import { coAuthorEmails } from "../../core/co-authors.ts";
import { landingEndingWith, type Step } from "../../core/find-landing.ts";
import { shortSha } from "../../core/render/markdown.ts";
import type { Signer } from "../../core/verify-block.ts";
import {
  hasWritten,
  objectToPlace,
  type SignedStatement,
  type WantedPlace,
  type Weighed,
  weighSignatures,
} from "../../core/weigh-signatures.ts";
import type { AcceptanceEvidence } from "../../domain/attestation.ts";
import type {
  ApprovalStatement,
  BaselineStatement,
  ControllerStatement,
  LandingStatement,
} from "../../domain/countersignature.ts";
import { GitError } from "../../domain/errors.ts";
import { findMergeBase, isAncestor, listCommits } from "../../git/list-commits.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readRef, readTreeId } from "../../git/read-ref.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import { readPolicyDigest } from "../read-policy-digest.ts";
import { objectToOldHead } from "./landed-before.ts";
import type { Attempt, PullPorts, Scene, Signatures } from "./ports.ts";

type Ports = Pick<PullPorts, "node" | "trust" | "clock" | "fetch">;

/** Whether enough controllers signed the landing that follows what was accepted last: a change's head, or the landed tree itself. */
export async function acceptBySignatures(
  ports: Ports,
  scene: Scene,
  state: AcceptedState,
  steps: readonly [Step, ...Step[]],
  signatures: Signatures,
): Promise<Attempt> {
  const policy = await readPolicyDigest(scene.mirror, state.commit);
  const before: Before = { state, steps, policy, wanted: wantedOf(ports, scene) };
  const why: string[] = [];
  for (const group of groupBy(signatures.signed.filter(isLanding), ({ statement }) => statement.commit)) {
    const attempt = await tryLanding(ports, scene, before, group);
    if (attempt.accepted !== null) return attempt;
    why.push(...attempt.why);
  }
  const fresh = signatures.signed
    .filter(isApproval)
    .filter(({ statement }) => !state.landedHeads.includes(statement.head));
  for (const group of groupBy(fresh, ({ statement }) => statement.head)) {
    const attempt = await tryChange(ports, scene, before, group);
    if (attempt.accepted !== null) return attempt;
    why.push(...attempt.why);
  }
  return { accepted: null, why };
}

/** Whether enough controllers signed a commit of the branch as the one to begin with, in place of what was accepted last. */
export async function acceptBaseline(
  ports: Ports,
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
    const isOnBranch = await isAncestor(scene.mirror, commit, scene.tip).catch(() => false);
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

const basis = "controller-signatures";

function evidenceOf(commit: string, before: string | null, { blocks }: Weighed): AcceptanceEvidence {
  return { commit, before, basis, signatures: blocks, review: null };
}

interface Before {
  readonly state: AcceptedState;
  readonly steps: readonly [Step, ...Step[]];
  /** As it is in the tree that was accepted last. */
  readonly policy: string | null;
  readonly wanted: WantedPlace;
}

type Group<S extends ControllerStatement> = readonly [SignedStatement<S>, ...SignedStatement<S>[]];

async function tryChange(
  ports: Ports,
  scene: Scene,
  before: Before,
  group: Group<ApprovalStatement>,
): Promise<Attempt> {
  const { state, steps, policy, wanted } = before;
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
  const addresses = await listAddresses(scene.mirror, state.commit, head);
  const weighed = weighSignatures(here, ({ statement, signer }) => {
    if (statement.tree !== tree) return `names another tree than that of ${shortSha(head)}`;
    if (statement.mergeBase !== mergeBase) return `was given when ${shortSha(head)} stood on another commit`;
    if (statement.policy !== policy) return "was given under another policy";
    return hasWritten(signer, addresses) ? `is of a change with a commit by ${signer.login}` : null;
  });
  if (!isEnough(ports, weighed.signers)) {
    const why = [...elsewhere, ...weighed.refused, ...missing(ports, weighed.signers, `change ${change}`)];
    return { accepted: null, why };
  }
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

async function tryLanding(
  ports: Ports,
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

/** Whether the commit that was signed is here, fetched under its change's name or, where that moved on, by its id. */
async function fetchHead(ports: Ports, scene: Scene, { forge, change, head }: ApprovalStatement): Promise<boolean> {
  const name = forge === "github" ? `refs/pull/${change}/head` : `refs/merge-requests/${change}/head`;
  for (const refspec of [`+${name}:refs/changes/${change}/head`, `+${head}:refs/countersign/heads/${head}`]) {
    if ((await readRef(scene.mirror, head)) !== null) return true;
    await ports.fetch(scene.mirror, scene.remote, [refspec]).catch((error: unknown) => {
      if (!(error instanceof GitError) || error.retryable || error.code === "auth") throw error;
    });
  }
  return (await readRef(scene.mirror, head)) !== null;
}

async function listAddresses(mirror: Mirror, from: string, to: string): Promise<readonly string[]> {
  const commits = await listCommits(mirror, from, to);
  return commits.flatMap(({ author, committer, message }) => [
    author.email,
    committer.email,
    ...coAuthorEmails(message),
  ]);
}

function wantedOf({ node, clock }: Ports, { place, ref }: Scene): WantedPlace {
  return { repository: place, baseRef: ref, node: node.node, now: clock.now() };
}

function isEnough({ trust }: Ports, signers: readonly Signer[]): boolean {
  return signers.length >= trust.signatures;
}

function missing({ trust }: Ports, signers: readonly Signer[], of: string): readonly string[] {
  if (signers.length === 0) return [];
  return [`Of ${trust.signatures} signatures that ${of} needs, it has ${signers.length}.`];
}

function nameOf(commit: string | null): string {
  return commit === null ? "nothing" : shortSha(commit);
}

function groupBy<S extends ControllerStatement>(
  signed: readonly SignedStatement<S>[],
  keyOf: (one: SignedStatement<S>) => string,
): readonly Group<S>[] {
  const groups = new Map<string, Group<S>>();
  for (const one of signed) {
    const known = groups.get(keyOf(one));
    groups.set(keyOf(one), known === undefined ? [one] : [...known, one]);
  }
  return [...groups.values()];
}

function isApproval(one: SignedStatement): one is SignedStatement<ApprovalStatement> {
  return one.statement.purpose === "countersign approval";
}

function isLanding(one: SignedStatement): one is SignedStatement<LandingStatement> {
  return one.statement.purpose === "countersign landing";
}

function isBaseline(one: SignedStatement): one is SignedStatement<BaselineStatement> {
  return one.statement.purpose === "countersign baseline";
}
