import { GitError } from "../../domain/errors.ts";
import { readControllerStatement } from "../../formats/controller-statement.ts";
import { mergeTrees } from "../../git/merge-trees.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readTreeId } from "../../git/read-ref.ts";
import { compareSigned } from "./compare-signed.ts";
import { compareSteps, listShas, type StepsVerdict } from "./compare-steps.ts";
import { flawOf, type PlaceFlaw } from "./place-flaw.ts";
import type { PlaceVerdict } from "./verify-place.ts";

/** How a tree came about, as the evidence says it. */
interface Origin {
  readonly tree: string;
  /** The commits that must have it, the one that is live first. */
  readonly commits: readonly string[];
  /** The change's head that was merged; `null` where the tree itself was agreed to. */
  readonly head: string | null;
  /** On what it landed; `null` where that is not said. */
  readonly before: string | null;
  /** Since which commit those who approved saw what the head changes; `null` where that is not said. */
  readonly mergeBase: string | null;
}

/**
 * Computes with git, in somebody's own clone, the tree that the evidence speaks of: that of the commits that are named, and the clean
 * merge of the head that was agreed to into the very commit on which it landed. Of controllers' signatures it asks besides what only git
 * knows: who wrote what they signed, and under which policy. Throws `GitError` where the clone cannot be read.
 */
export async function recomputeTree(
  clone: Mirror,
  { release, acceptance, signedBy }: Pick<PlaceVerdict, "release" | "acceptance" | "signedBy">,
): Promise<Pick<PlaceVerdict, "flaws" | "proof">> {
  const origin =
    release !== null ? originOfRelease(release) : acceptance !== null ? originOfAcceptance(acceptance) : null;
  if (origin === null) return { flaws: [], proof: [] }; // nothing is said, which is a flaw already
  try {
    const flaw = (await compareCommits(clone, origin)) ?? (await compareMerge(clone, origin));
    const landing = flaw === null ? await compareLanding(clone, origin) : { flaw };
    const found = "flaw" in landing ? [landing.flaw] : [];
    const evidence = acceptance?.predicate.evidence ?? null;
    const signed =
      evidence === null || signedBy === undefined
        ? { flaws: [], proof: [] }
        : await compareSigned(clone, evidence, signedBy);
    const flaws = [...found, ...signed.flaws];
    if (flaws.length > 0 || "flaw" in landing) return { flaws, proof: [] };
    return { flaws, proof: [...describeProof(origin, landing.steps), ...signed.proof] };
  } catch (cause) {
    if (!(cause instanceof GitError) || cause.code !== "ref-not-found") throw cause;
    return { flaws: [notComputed(cause.message)], proof: [] };
  }
}

function originOfRelease({ predicate }: NonNullable<PlaceVerdict["release"]>): Origin {
  const { landed } = predicate;
  const { basis, before = null, commit, tree } = landed;
  const same = basis.kind === "restores" ? [basis.release] : [];
  const head = basis.kind === "change" ? basis.head : null;
  return { tree, commits: [commit, ...same], head, before, mergeBase: predicate.mergeBase };
}

function originOfAcceptance({ predicate }: NonNullable<PlaceVerdict["acceptance"]>): Origin {
  const { landed, evidence } = predicate;
  const statement = readControllerStatement(evidence?.signatures[0]?.text ?? "");
  const signed = statement?.purpose === "countersign approval" ? statement : null;
  const reviewed = evidence?.review?.change == null ? null : evidence.review;
  const commits = [...new Set([landed.commit, evidence?.commit ?? landed.commit])];
  const { head, mergeBase } = signed ?? reviewed ?? { head: null, mergeBase: null };
  return { tree: landed.tree, commits, head, before: evidence?.before ?? null, mergeBase };
}

async function compareCommits(clone: Mirror, { tree, commits }: Origin): Promise<PlaceFlaw | null> {
  for (const commit of commits) {
    const found = await readTreeId(clone, commit);
    if (found !== tree) return otherTree(`The commit ${commit} has the tree ${found}, not ${tree} as was signed.`);
  }
  return null;
}

async function compareMerge(clone: Mirror, { tree, head, before }: Origin): Promise<PlaceFlaw | null> {
  if (head === null) return null;
  if (before === null) return notComputed("The evidence does not say on which commit the change landed.");
  for (const needed of [before, head]) await readTreeId(clone, needed);
  const merge = await mergeTrees(clone, before, head);
  if (!merge.clean) return otherTree(`The head ${head} does not merge cleanly into ${before}.`);
  return merge.tree === tree
    ? null
    : otherTree(`The merge of ${head} into ${before} is the tree ${merge.tree}, not ${tree} as was signed.`);
}

async function compareLanding(clone: Mirror, { commits, head, before, mergeBase }: Origin): Promise<StepsVerdict> {
  const landed = commits.at(-1);
  return landed === undefined || head === null || before === null
    ? { steps: [] }
    : compareSteps(clone, { landed, before, head, mergeBase });
}

function describeProof({ tree, head, before }: Origin, steps: readonly string[]): readonly string[] {
  if (head === null) return [`git has the tree ${tree} for it, too`];
  const merge = `git computes the tree ${tree} as well: it is the clean merge of ${head} into ${before}`;
  const all = `it landed in ${steps.length} steps of the change: ${listShas(steps)}`;
  return steps.length < 2 ? [merge] : [merge, all];
}

function otherTree(message: string): PlaceFlaw {
  return flawOf("other-tree", message);
}

function notComputed(why: string): PlaceFlaw {
  return flawOf("not-computed", `The tree was not computed again. ${why}`);
}
