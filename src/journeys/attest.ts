import { attestDecision } from "../core/attest/attest-decision.ts";
import {
  attestBareLanding,
  buildApproval,
  buildRelease,
  placeOfApproval,
  placeOfRelease,
} from "../core/attest/build-statement.ts";
import {
  type Attestation,
  type AttestedDecision,
  type Envelope,
  type Statement,
  statementPayloadType,
} from "../domain/attestation.ts";
import type { Decision } from "../domain/decision.ts";
import type { Inspection } from "../domain/finding.ts";
import { type RepositoryRef, repositoryKey } from "../domain/identity.ts";
import { sha256Hex } from "../formats/sha256.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Branch } from "./branch.ts";
import { digestFiles } from "./digest-files.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { JourneyPorts } from "./ports.ts";

export type AttestPorts = Pick<JourneyPorts, "store" | "clock" | "node" | "evidence">;

/** What is to be signed of a decision; `null` where no evidence is made. */
export function attestedOf(
  { node, evidence }: Pick<JourneyPorts, "node" | "evidence">,
  { change, policy }: Pick<GatheredChange, "change" | "policy">,
  decision: Decision,
  inspection: Inspection | null,
): AttestedDecision | null {
  return evidence === null
    ? null
    : attestDecision({ change, policy, node, decision, inspection, version: evidence.version });
}

/** Signs and keeps that a change is approved, once for each way in which it is. */
export async function attestApproval(
  ports: AttestPorts,
  gathered: GatheredChange,
  decision: Decision,
  inspection: Inspection,
): Promise<void> {
  const attested = attestedOf(ports, gathered, decision, inspection);
  if (attested === null || decision.status !== "approved") return;
  const { repository } = gathered.told.ref;
  const place = placeOfApproval(attested);
  const known = await ports.store.readAttestation("approval", repositoryKey(repository), attested.head, place);
  if (known !== null) return;
  await signAndKeep(ports, repository, buildApproval(attested), {
    kind: "approval",
    change: attested.change,
    commit: attested.head,
    place,
    at: attested.at,
  });
}

/** The signed statement that a landing goes to a place of the node: the first one that was made; `null` where no evidence is made. */
export async function attestRelease(
  ports: AttestPorts,
  { repository, ref, mirror }: Branch,
  landing: RecordedLanding,
  to: { readonly target: string; readonly namespace: string },
): Promise<Envelope | null> {
  const { verdict, before, sha, tree } = landing;
  if (ports.evidence === null || verdict.status !== "approved") return null;
  const place = { node: ports.node?.node ?? "node", ...to };
  const known = await ports.store.readAttestation("release", landing.repositoryKey, sha, placeOfRelease(place));
  if (known !== null) return known.envelope;

  const at = ports.clock.now().toISOString();
  const attested = landing.attested ?? attestBareLanding({ repository, ref, sha, tree, verdict, at: landing.at });
  const landed = { commit: sha, tree, basis: verdict.basis, before };
  const files = await digestFiles(ports.store, mirror, tree);
  return signAndKeep(ports, repository, buildRelease({ attested, ...place, landed, files, at }), {
    kind: "release",
    change: attested.change,
    commit: sha,
    place: placeOfRelease(place),
    at,
  });
}

async function signAndKeep(
  ports: AttestPorts,
  repository: RepositoryRef,
  statement: Statement<unknown>,
  about: Omit<Attestation, "envelope" | "repositoryKey">,
): Promise<Envelope | null> {
  if (ports.evidence === null) return null;
  const envelope = await ports.evidence.signer.sign(statementPayloadType, JSON.stringify(statement));
  const { at, kind, change, commit, place } = about;
  const [signature] = envelope.signatures;
  const details = { kind, change, commit, place, keyid: signature?.keyid, statement: digestOf(envelope) };
  const kept = await ports.store.recordAttestation(
    { ...about, repositoryKey: repositoryKey(repository), envelope },
    { at, kind: "attestation", repository, details },
  );
  return kept.envelope; // another one where somebody else was quicker
}

/** SHA-256 (hex) of what was signed. */
function digestOf({ payload }: Envelope): string {
  return sha256Hex(Buffer.from(payload, "base64"));
}
