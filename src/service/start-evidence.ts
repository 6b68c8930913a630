import type { Logger } from "pino";
import { type KeyStore, openKeyStore } from "../evidence/key-store.ts";
import { createSigner } from "../evidence/signer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Signer } from "../ports/signer.ts";
import type { AuditStore } from "../ports/store.ts";

export interface Evidence {
  readonly keys: KeyStore;
  readonly signer: Signer | null;
  /** Why none is made, with the remedy; `null` when it is. */
  readonly off: string | null;
}

export interface EvidenceOptions {
  readonly stateDirectory: string;
  readonly passphrase: string | null;
  readonly store: Pick<AuditStore, "append">;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Opens the signing key, and makes the first one. Without a passphrase no evidence is made, which is said here once. Throws
 * `ConfigError` when the passphrase does not open the key.
 */
export async function startEvidence(options: EvidenceOptions): Promise<Evidence> {
  const { stateDirectory, passphrase, store, clock, log } = options;
  const keys = openKeyStore(stateDirectory);
  const off = (reason: string): Evidence => {
    log.warn(`No evidence is made: ${reason}`);
    return { keys, signer: null, off: `No evidence is made: ${reason}` };
  };
  if (passphrase === null) {
    return off("COUNTERSIGN_KEY_PASSPHRASE is not set, so approvals and releases are not signed (docs/evidence.md).");
  }
  if (keys.list().keys.length === 0) {
    const { keyid } = keys.create(passphrase, clock.now());
    await store.append({
      at: clock.now().toISOString(),
      kind: "key",
      repository: null,
      details: { act: "created", keyid, by: "the service, as there was none" },
    });
    log.info({ keyid }, "the first signing key was made");
  }
  if (keys.readActive() === null) return off("every signing key is retired. Make one: countersign keys create.");
  return { keys, signer: createSigner(keys, passphrase), off: null };
}
