import { shortSha } from "../../core/render/markdown.ts";
import type { ApprovalStatement, BaselineStatement, LandingStatement } from "../../domain/countersignature.ts";
import { GitError } from "../../domain/errors.ts";
import type { ForgeName } from "../../domain/identity.ts";
import { findMergeBase, isPresentAncestor, listFirstParents } from "../../git/list-commits.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readPolicyDigest } from "../../git/read-policy-digest.ts";
import { readTreeId } from "../../git/read-ref.ts";

/** What every statement says, and where the branch was fetched. */
export interface StatementFacts {
  readonly mirror: Mirror;
  /** The tip of the deploy branch. */
  readonly tip: string;
  readonly repository: string;
  readonly baseRef: string;
  readonly node: string | null;
  readonly signedAt: string;
  readonly expires: string | null;
}

/** A statement, and between which two commits or trees one sees what is agreed to; `from` is `null` for a whole tree. */
export interface Prepared<S> {
  readonly statement: S;
  readonly from: string | null;
  readonly to: string;
}

/** What a controller signs of a change whose head is here. Everything in it is computed from git. Throws `GitError`. */
export async function prepareApproval(
  facts: StatementFacts,
  { forge, change, head }: { readonly forge: ForgeName; readonly change: number; readonly head: string },
): Promise<Prepared<ApprovalStatement>> {
  const { mirror, tip } = facts;
  const mergeBase = await findMergeBase(mirror, tip, head);
  if (mergeBase === null)
    throw refuse(`Change ${change} shares no history with ${facts.baseRef}. Name another --base.`);
  if (mergeBase === head)
    throw refuse(`${facts.baseRef} has the head of change ${change} already: sign what landed, with --landed.`);
  const statement: ApprovalStatement = {
    ...common(facts),
    purpose: "countersign approval",
    forge,
    change,
    head,
    tree: await readTreeId(mirror, head),
    mergeBase,
    policy: await readPolicyDigest(mirror, tip),
  };
  return { statement, from: mergeBase, to: head };
}

/** What a controller signs of a commit that landed. `since` is what the node accepted last; without it, the commit's first parent. */
export async function prepareLanding(
  facts: StatementFacts,
  { commit, since }: { readonly commit: string; readonly since: string | null },
): Promise<Prepared<LandingStatement>> {
  const { mirror } = facts;
  await assertOnBranch(facts, commit);
  const before = since ?? (await listFirstParents(mirror, null, commit)).at(-2);
  if (before === undefined)
    throw refuse(`${commit} is the first commit of ${facts.baseRef}: take it as the baseline, with --adopt.`);
  if (before === commit || !(await isPresentAncestor(mirror, before, commit))) {
    throw refuse(`${commit} does not come after ${before} on ${facts.baseRef}. Check --since.`);
  }
  const statement: LandingStatement = {
    ...common(facts),
    purpose: "countersign landing",
    commit,
    tree: await readTreeId(mirror, commit),
    before,
    policy: await readPolicyDigest(mirror, before),
  };
  return { statement, from: before, to: commit };
}

/** What a controller signs of a whole tree. */
export async function prepareBaseline(
  facts: StatementFacts,
  { commit, replaces }: { readonly commit: string; readonly replaces: string | null },
): Promise<Prepared<BaselineStatement>> {
  await assertOnBranch(facts, commit);
  const tree = await readTreeId(facts.mirror, commit);
  const statement: BaselineStatement = { ...common(facts), purpose: "countersign baseline", commit, tree, replaces };
  return { statement, from: null, to: commit };
}

async function assertOnBranch({ mirror, tip, baseRef }: StatementFacts, commit: string): Promise<void> {
  if (await isPresentAncestor(mirror, commit, tip)) return;
  throw refuse(`${commit} is not on ${baseRef}, whose tip is ${shortSha(tip)}. Check the commit and --base.`);
}

function common({ repository, baseRef, node, signedAt, expires }: StatementFacts) {
  return { version: 1, repository, baseRef, node, signedAt, expires } as const;
}

function refuse(message: string): GitError {
  return new GitError("ref-not-found", message);
}
