import { signersByKey, verifyBlock } from "../../core/verify-block.ts";
import { objectToPlace, type SignedStatement, weighSignatures } from "../../core/weigh-signatures.ts";
import type { AcceptanceEvidence, AcceptancePredicate } from "../../domain/attestation.ts";
import type { ControllerStatement } from "../../domain/countersignature.ts";
import { countOf } from "../../formats/count-of.ts";
import type { SignedBy } from "./compare-signed.ts";
import { flawOf, type PlaceFlaw } from "./place-flaw.ts";
import type { ExpectedPlace } from "./verify-place.ts";

export interface ControllersVerdict {
  readonly flaws: readonly PlaceFlaw[];
  /** Who signed what: sentences. */
  readonly proof: readonly string[];
  /** Whether enough of them signed this very tree, and not the change of which it is the merge. */
  readonly signsTree: boolean;
  readonly signedBy: SignedBy;
}

/** Checks the controllers' own signatures in a node's record against the keys in the node's file: nobody else is believed. */
export function verifyControllers(
  predicate: AcceptancePredicate,
  { controllers, trust }: NonNullable<ExpectedPlace["trusted"]>,
): ControllersVerdict {
  const { basis, evidence, repository, baseRef, node, at, landed } = predicate;
  const flaws: PlaceFlaw[] = [];
  const signed: SignedStatement[] = [];
  for (const block of evidence?.signatures ?? []) {
    const verified = verifyBlock(block, signersByKey(controllers));
    if ("problem" in verified) flaws.push(flawOf(verified.flaw, verified.problem));
    else signed.push(verified);
  }
  // What restores a tree needs no signature anew, so theirs may have expired by then.
  const now = new Date(basis === "restores" ? 0 : at);
  const wanted = { repository, baseRef, node, now };
  const first = signed[0]?.statement ?? null;
  const { signers, refused } = weighSignatures(
    signed,
    ({ statement }) => objectToPlace(statement, wanted) ?? objectToSubject(statement, evidence, landed.tree, first),
  );
  flaws.push(...refused.map((sentence) => flawOf("other-statement", `${sentence.slice(0, -1)}, not for this.`)));
  const needed = trust?.signatures ?? 1;
  if (signers.length < needed) {
    flaws.push(
      flawOf(
        "too-few",
        `Of ${countOf(needed, "signature")} that the node's file asks for, ${countOf(signers.length, "counts", "count")}.`,
      ),
    );
  }
  const proof = signers.map(({ login }) => `${login} signed ${first === null ? "nothing" : describe(first)}`);
  return {
    flaws,
    proof,
    signsTree: signers.length >= needed && first?.tree === landed.tree,
    signedBy: { signers, needed },
  };
}

/** What is wrong with a statement as the reason for this tree, continuing "ben's signature …"; `null` when nothing is. */
function objectToSubject(
  statement: ControllerStatement,
  evidence: AcceptanceEvidence | null,
  tree: string,
  first: ControllerStatement | null,
): string | null {
  if (statement.purpose !== first?.purpose || statement.tree !== first.tree)
    return "is for something else than the first one";
  if ("policy" in statement && "policy" in first && statement.policy !== first.policy)
    return "was given under another policy than the first one";
  if (statement.purpose === "countersign approval") {
    if (first.purpose !== "countersign approval" || first.head !== statement.head)
      return "is for another head than the first one";
    return first.mergeBase === statement.mergeBase ? null : "was given when the head stood on another commit";
  }
  if (statement.commit !== evidence?.commit) return `is for the commit ${statement.commit}`;
  if (statement.purpose === "countersign landing" && statement.before !== evidence.before)
    return `compares it with ${statement.before}`;
  return statement.tree === tree ? null : `is for the tree ${statement.tree}`;
}

function describe(statement: ControllerStatement): string {
  const policy = (sha256: string | null) => (sha256 === null ? "no policy" : `the policy ${sha256}`);
  switch (statement.purpose) {
    case "countersign approval":
      return `change ${statement.change} at ${statement.head} (tree ${statement.tree}) under ${policy(statement.policy)}`;
    case "countersign landing":
      return `the landed ${statement.commit} (tree ${statement.tree}) under ${policy(statement.policy)}`;
    case "countersign baseline":
      return `the baseline ${statement.commit} (tree ${statement.tree})`;
    default:
      return statement satisfies never;
  }
}
