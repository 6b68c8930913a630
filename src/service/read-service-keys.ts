import { readFileSync } from "node:fs";
import type { EvidenceKey, KeySet } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import type { NodeTrust } from "../domain/trust.ts";
import { keyidOf, readKeySet, readP256 } from "../formats/key-set.ts";
import { refusePipe } from "./refuse-pipe.ts";

/** The service's keys that a node's file pins: in PEM, or as the path of a file with one or with a `keys.json`. Throws `ConfigError`. */
export function readServiceKeys({ serviceKeys }: NodeTrust): readonly EvidenceKey[] {
  return serviceKeys.flatMap((entry) => (entry.startsWith("/") ? readKeyFile(entry) : [toKey("service-keys", entry)]));
}

function readKeyFile(path: string): KeySet["keys"] {
  refusePipe(path);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError("service-keys", `The node's file names the keys ${path}, which cannot be read.`, { cause });
  }
  if (text.includes("-----BEGIN PUBLIC KEY-----") && !text.trimStart().startsWith("{")) return [toKey(path, text)];
  const reading = readKeySet(text);
  if ("keySet" in reading) return reading.keySet.keys;
  throw new ConfigError("service-keys", `${path} ${reading.problem}.`);
}

function toKey(from: string, pem: string): EvidenceKey {
  const key = readP256(pem);
  if (key === null) throw new ConfigError("service-keys", `${from} is no P-256 public key in PEM.`);
  const created = "1970-01-01T00:00:00Z"; // a bare key says nothing of its age
  return {
    keyid: keyidOf(key),
    algorithm: "ecdsa-p256-sha256",
    publicKey: pem,
    state: "active",
    created,
    retired: null,
  };
}
