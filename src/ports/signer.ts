import type { Envelope } from "../domain/attestation.ts";

/** Signs what can be proved later, with the key that is active at the moment. Throws `ConfigError` when there is none. */
export interface Signer {
  sign(payloadType: string, payload: string): Promise<Envelope>;
}
