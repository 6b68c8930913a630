import { type AuditCheckpoint, checkpointPayloadType, type KeySet } from "../domain/attestation.ts";
import { readEnvelope } from "../formats/dsse.ts";
import { verifyEnvelope } from "../formats/verify-envelope.ts";
import type { Signer } from "../ports/signer.ts";
import type { AuditPoint, AuditStore, SignedCheckpoint } from "../ports/store.ts";
import { readCheckpoint } from "./read-checkpoint.ts";

/** Signs the newest entry of the audit log, unless that is signed already or there is none. */
export async function signHead(
  store: Pick<AuditStore, "readAuditHead" | "readLastCheckpoint" | "recordCheckpoint">,
  signer: Signer,
  at: Date,
): Promise<void> {
  const head = await store.readAuditHead();
  const last = await store.readLastCheckpoint();
  if (head.seq === 0 || last?.seq === head.seq) return;
  await store.recordCheckpoint(await signPoint(head, signer, at));
}

async function signPoint(point: AuditPoint, signer: Signer, at: Date): Promise<SignedCheckpoint> {
  return sign({ version: 1, ...point, at: at.toISOString() }, signer);
}

/** Signs that the entries up to a point were removed on purpose. */
export async function signStart(point: AuditPoint, signer: Signer, at: Date): Promise<SignedCheckpoint> {
  return sign({ version: 1, ...point, at: at.toISOString(), isStart: true }, signer);
}

async function sign(checkpoint: AuditCheckpoint, signer: Signer): Promise<SignedCheckpoint> {
  return {
    seq: checkpoint.seq,
    envelope: await signer.sign(checkpointPayloadType, JSON.stringify(checkpoint)),
  };
}

/** Whether this is an envelope by which a pinned key says that the entries up to a point were removed on purpose. */
export function isSignedStart(envelope: unknown, { seq, hash }: AuditPoint, keySet: KeySet): boolean {
  const reading = readEnvelope(JSON.stringify(envelope) ?? "");
  if ("problem" in reading) return false;
  const verdict = verifyEnvelope(reading.envelope, checkpointPayloadType, keySet, readCheckpoint);
  return (
    verdict.isValid && verdict.content.isStart === true && verdict.content.seq === seq && verdict.content.hash === hash
  );
}

/** Why a checkpoint does not prove what the log has at its entry (`hash`; `null`: nothing), or `null` when it does. */
export function objectToCheckpoint(
  { seq, envelope }: SignedCheckpoint,
  hash: string | null,
  keySet: KeySet,
): string | null {
  const verdict = verifyEnvelope(envelope, checkpointPayloadType, keySet, readCheckpoint);
  if (!verdict.isValid) return `The checkpoint of entry ${seq} proves nothing: ${verdict.message}.`;
  const { content } = verdict;
  if (content.seq !== seq) return `The checkpoint of entry ${seq} was made of entry ${content.seq}.`;
  if (hash === null) return `Entry ${seq}, of which there is a checkpoint, is not in the log.`;
  return content.hash === hash
    ? null
    : `Entry ${seq} is not the one that was signed at ${content.at}: the log was rewritten.`;
}
