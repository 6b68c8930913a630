import { verify } from "node:crypto";
import type { Envelope, EvidenceKey, KeySet } from "../domain/attestation.ts";
import { preAuthEncoding } from "./dsse.ts";
import { readP256 } from "./key-set.ts";

export type SignatureFlaw = "unknown-key" | "bad-signature" | "retired-key" | "malformed";

export type EnvelopeVerdict<T> =
  | { readonly isValid: true; readonly content: T; readonly keys: readonly EvidenceKey[] }
  | { readonly isValid: false; readonly flaw: SignatureFlaw; readonly message: string };

/**
 * Checks every signature of an envelope against pinned keys, then reads its payload. Stricter than DSSE asks: a signature of a
 * key that is not pinned is refused, not passed over. `read` says when the content was signed, by its own word.
 */
export function verifyEnvelope<T extends { readonly at: string }>(
  envelope: Envelope,
  payloadType: string,
  { keys }: KeySet,
  read: (payload: string) => { readonly content: T } | { readonly problem: string },
): EnvelopeVerdict<T> {
  if (envelope.payloadType !== payloadType) {
    return flawed("malformed", `it holds ${JSON.stringify(envelope.payloadType)}, not ${JSON.stringify(payloadType)}`);
  }
  const payload = Buffer.from(envelope.payload, "base64");
  const signed = preAuthEncoding(envelope.payloadType, payload);
  const signers: EvidenceKey[] = [];
  for (const { keyid, sig } of envelope.signatures) {
    const known = keys.find((key) => key.keyid === keyid);
    const key = known === undefined ? null : readP256(known.publicKey);
    if (known === undefined || key === null) {
      return flawed("unknown-key", `it is signed with the key ${keyid}, which is not pinned`);
    }
    if (!verify("sha256", signed, { key, dsaEncoding: "der" }, Buffer.from(sig, "base64"))) {
      return flawed("bad-signature", `its signature by the key ${keyid} does not fit what it says`);
    }
    signers.push(known);
  }
  if (signers.length === 0) return flawed("bad-signature", "nobody signed it");

  const reading = read(payload.toString("utf8"));
  if ("problem" in reading) return flawed("malformed", `what was signed ${reading.problem}`);
  const { content } = reading;
  for (const { keyid, retired } of signers) {
    if (retired !== null && Date.parse(content.at) >= Date.parse(retired)) {
      return flawed(
        "retired-key",
        `it was signed at ${content.at} with the key ${keyid}, which was retired at ${retired}`,
      );
    }
  }
  return { isValid: true, content, keys: signers };
}

function flawed(flaw: SignatureFlaw, message: string) {
  return { isValid: false, flaw, message } as const;
}
