import { coAuthorEmails } from "../../core/co-authors.ts";
import type { Signer } from "../../core/verify-block.ts";
import { hasWritten } from "../../core/weigh-signatures.ts";
import type { AcceptanceEvidence } from "../../domain/attestation.ts";
import { readControllerStatement } from "../../formats/controller-statement.ts";
import { countOf } from "../../formats/count-of.ts";
import { listCommits } from "../../git/list-commits.ts";
import type { Mirror } from "../../git/mirror.ts";
import { readPolicyDigest } from "../../git/read-policy-digest.ts";
import { flawOf, type PlaceFlaw } from "./place-flaw.ts";

/** The controllers whose signatures count by what is on the disk alone, and how many are needed. */
export interface SignedBy {
  readonly signers: readonly Signer[];
  readonly needed: number;
}

/** What only a clone shows of what controllers signed. */
export const onlyWithClone =
  "without --clone it is not known whether who signed it wrote a commit of it, whether the policy that they signed is the one before it, and whether git computes this tree";

/**
 * Asks what the node asked before it accepted signatures: that nobody who counts wrote a commit of what was signed, and that it was
 * signed under the policy of the commit before it. Throws `GitError`.
 */
export async function compareSigned(
  clone: Mirror,
  { before, signatures }: AcceptanceEvidence,
  { signers, needed }: SignedBy,
): Promise<{ readonly flaws: readonly PlaceFlaw[]; readonly proof: readonly string[] }> {
  const statement = readControllerStatement(signatures[0]?.text ?? "");
  if (statement === null || statement.purpose === "countersign baseline" || before === null)
    return { flaws: [], proof: [] }; // a whole tree, whoever wrote it
  const signed = statement.purpose === "countersign approval" ? statement.head : statement.commit;
  const addresses = await listAddresses(clone, before, signed);
  const writers = signers.filter((signer) => hasWritten(signer, addresses)).map(({ login }) => login);
  const policy = await readPolicyDigest(clone, before);
  const flaws: PlaceFlaw[] = [];
  if (signers.length - writers.length < needed && writers.length > 0)
    flaws.push(flawOf("own-change", describeWriters(writers, { before, signed, needed })));
  if (statement.policy !== policy) {
    const message = `It was signed under ${nameOf(statement.policy)}, and ${before} has ${nameOf(policy)}.`;
    flaws.push(flawOf("other-policy", message));
  }
  if (flaws.length > 0) return { flaws, proof: [] };
  const others = writers.length === 0 ? "nobody who signed it wrote" : "enough who signed it did not write";
  return { flaws, proof: [`${others} a commit of it, and it was signed under the policy of ${before}`] };
}

async function listAddresses(clone: Mirror, from: string, to: string): Promise<readonly string[]> {
  const commits = await listCommits(clone, from, to);
  return commits.flatMap(({ author, committer, message }) => [
    author.email,
    committer.email,
    ...coAuthorEmails(message),
  ]);
}

function describeWriters(
  writers: readonly string[],
  { before, signed, needed }: { readonly before: string; readonly signed: string; readonly needed: number },
): string {
  const own = `${writers.join(" and ")} signed what has a commit of their own between ${before} and ${signed}`;
  return `${own}: of ${countOf(needed, "signature")} that the node's file asks for, too few are by others.`;
}

function nameOf(sha256: string | null): string {
  return sha256 === null ? "no policy" : `the policy ${sha256}`;
}
