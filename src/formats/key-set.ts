import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import type { KeySet } from "../domain/attestation.ts";
import { sha256Hex } from "./sha256.ts";
import { readStrictJson } from "./strict-json.ts";

const maxKeys = 1000;

/** A key of a set. Others read it too, so what a later version adds is let through. */
const evidenceKey = z.object({
  keyid: z.string().regex(/^[0-9a-f]{64}$/),
  algorithm: z.literal("ecdsa-p256-sha256"),
  publicKey: z.string().max(2000),
  state: z.enum(["active", "retired"]),
  created: z.iso.datetime(),
  retired: z.iso.datetime().nullable(),
});

/** The schema of `keys.json`. */
export const keySetSchema = z.object({ version: z.literal(1), keys: z.array(evidenceKey).max(maxKeys) });

export type KeySetReading = { readonly keySet: KeySet } | { readonly problem: string };

/** Reads a `keys.json`. Each key must be what its id says. A `problem` continues a sentence that begins with the file's name. */
export function readKeySet(text: string): KeySetReading {
  const json = readStrictJson(text);
  if ("problem" in json) return json;
  const parsed = keySetSchema.safeParse(json.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `is no list of keys (${issue?.path.join(".") || "top"}: ${issue?.message ?? "unknown"})` };
  }
  const ids = new Set<string>();
  for (const { keyid, publicKey, state, retired } of parsed.data.keys) {
    const key = readP256(publicKey);
    if (key === null) return { problem: `has a key ${keyid} that is no P-256 public key in PEM` };
    if (keyidOf(key) !== keyid) return { problem: `has a key ${keyid} that is another key: its id is ${keyidOf(key)}` };
    if (ids.has(keyid)) return { problem: `has the key ${keyid} twice` };
    if ((state === "retired") !== (retired !== null)) {
      return { problem: `has a key ${keyid} of which it is not clear whether it is retired` };
    }
    ids.add(keyid);
  }
  return { keySet: parsed.data };
}

/** A P-256 public key in PEM; `null` when it is none. Private keys are not taken, though they hold a public one. */
export function readP256(pem: string): KeyObject | null {
  if (!pem.includes("-----BEGIN PUBLIC KEY-----") || pem.includes("PRIVATE")) return null;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? key : null;
  } catch {
    return null;
  }
}

/** SHA-256 (hex) of the key's SubjectPublicKeyInfo in DER. */
export function keyidOf(key: KeyObject): string {
  return sha256Hex(key.export({ type: "spki", format: "der" }));
}
