import { coAuthorEmails } from "../../core/co-authors.ts";
import type { Step } from "../../core/find-landing.ts";
import type { Signer } from "../../core/verify-block.ts";
import type { SignedStatement, WantedPlace, Weighed } from "../../core/weigh-signatures.ts";
import type { AcceptanceEvidence } from "../../domain/attestation.ts";
import type { ControllerStatement } from "../../domain/countersignature.ts";
import { listCommits } from "../../git/list-commits.ts";
import type { Mirror } from "../../git/mirror.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import type { PullPorts, Scene } from "./ports.ts";

/** What the bases by signatures need of the world. */
export type SignaturePorts = Pick<PullPorts, "node" | "trust" | "clock" | "fetch">;

export type Group<S extends ControllerStatement> = readonly [SignedStatement<S>, ...SignedStatement<S>[]];

export const basis = "controller-signatures";

export function evidenceOf(commit: string, before: string | null, { blocks }: Weighed): AcceptanceEvidence {
  return { commit, before, basis, signatures: blocks, review: null };
}

/** What a landing is compared with. */
export interface Before {
  readonly state: AcceptedState;
  readonly steps: readonly [Step, ...Step[]];
  /** As it is in the tree that was accepted last. */
  readonly policy: string | null;
  readonly wanted: WantedPlace;
}

export function wantedOf({ node, clock }: SignaturePorts, { place, ref }: Scene): WantedPlace {
  return { repository: place, baseRef: ref, node: node.node, now: clock.now() };
}

export function isEnough({ trust }: SignaturePorts, signers: readonly Signer[]): boolean {
  return signers.length >= trust.signatures;
}

export function missing({ trust }: SignaturePorts, signers: readonly Signer[], of: string): readonly string[] {
  if (signers.length === 0) return [];
  return [`Of ${trust.signatures} signatures that ${of} needs, it has ${signers.length}.`];
}

export async function listAddresses(mirror: Mirror, from: string, to: string): Promise<readonly string[]> {
  const commits = await listCommits(mirror, from, to);
  return commits.flatMap(({ author, committer, message }) => [
    author.email,
    committer.email,
    ...coAuthorEmails(message),
  ]);
}

export function groupBy<S extends ControllerStatement>(
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
