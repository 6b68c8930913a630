import { z } from "zod";
import type { Envelope } from "../domain/attestation.ts";
import { decodeBase64 } from "./ssh-wire.ts";
import { readStrictJson } from "./strict-json.ts";

/** An envelope holds a statement about every file of a repository: 100,000 of them take about 20 MB. */
export const maxEnvelopeBytes = 64 * 1024 * 1024;
const maxSignatures = 8;

const shape = z.strictObject({
  payloadType: z.string().min(1).max(200),
  payload: z.string().max(maxEnvelopeBytes),
  signatures: z
    .array(z.strictObject({ keyid: z.string().min(1).max(200), sig: z.string().min(1).max(1000) }))
    .max(maxSignatures),
});

export type EnvelopeReading = { readonly envelope: Envelope } | { readonly problem: string };

/**
 * Reads a DSSE envelope: no other members, base64 in its one usual form. A `problem` continues a sentence that begins with its
 * name. One without a signature is none, but where it may be what a node without a key left.
 */
export function readEnvelope(text: string, mayBeUnsigned = false): EnvelopeReading {
  if (text.length > maxEnvelopeBytes) return { problem: `has more than ${maxEnvelopeBytes} bytes` };
  const json = readStrictJson(text);
  if ("problem" in json) return json;
  const parsed = shape.safeParse(json.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `is no DSSE envelope (${issue?.path.join(".") || "top"}: ${issue?.message ?? "unknown"})` };
  }
  const { payload, signatures } = parsed.data;
  if (signatures.length === 0 && !mayBeUnsigned) return { problem: "is no DSSE envelope (signatures: there is none)" };
  if (decodeBase64(payload) === null) return { problem: "has a payload that is no plain base64" };
  if (signatures.some(({ sig }) => decodeBase64(sig) === null)) {
    return { problem: "has a signature that is no plain base64" };
  }
  if (new Set(signatures.map(({ keyid }) => keyid)).size < signatures.length) {
    return { problem: "has two signatures of one key" };
  }
  return { envelope: parsed.data };
}

/** What is signed: `PAE` of https://github.com/secure-systems-lab/dsse/blob/master/protocol.md. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const header = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(header), payload]);
}
