import { type KeyObject, sign } from "node:crypto";
import type { Envelope } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import { preAuthEncoding } from "../formats/dsse.ts";
import type { Signer } from "../ports/signer.ts";
import type { KeyStore } from "./key-store.ts";

/**
 * A signer with the keys of a state directory. Which key is active is asked for each signature, so that a rotation needs no
 * restart. Opens the active one at once: throws `ConfigError` when the passphrase is another one.
 */
export function createSigner(keys: KeyStore, passphrase: string): Signer {
  let opened: { readonly keyid: string; readonly key: KeyObject } | null = null;

  function openActive() {
    const active = keys.readActive();
    if (active === null)
      throw new ConfigError("keys", "There is no active signing key. Make one: countersign keys create.");
    if (opened?.keyid !== active.keyid)
      opened = { keyid: active.keyid, key: keys.openPrivate(active.keyid, passphrase) };
    return opened;
  }

  openActive();
  return { sign: async (payloadType, payload) => signEnvelope(openActive(), payloadType, payload) };
}

/** A DSSE envelope with one signature: ECDSA P-256 over SHA-256, in DER. */
export function signEnvelope(
  { keyid, key }: { readonly keyid: string; readonly key: KeyObject },
  payloadType: string,
  payload: string,
): Envelope {
  const bytes = Buffer.from(payload);
  const sig = sign("sha256", preAuthEncoding(payloadType, bytes), { key, dsaEncoding: "der" });
  return { payloadType, payload: bytes.toString("base64"), signatures: [{ keyid, sig: sig.toString("base64") }] };
}
