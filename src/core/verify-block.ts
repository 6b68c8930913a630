import { type ControllerStatement, type SignatureBlock, signatureNamespace } from "../domain/countersignature.ts";
import type { NodeController } from "../domain/node.ts";
import { readControllerStatement } from "../formats/controller-statement.ts";
import { readSshPublicKey, type SshPublicKey } from "../formats/ssh-public-key.ts";
import { verifySshSignature } from "../formats/ssh-signature.ts";

/** One person of the node's file, with all accounts that share their keys. */
export interface Signer {
  readonly login: string;
  readonly accounts: readonly Pick<NodeController, "forge" | "id" | "login">[];
  /** Under which they commit, as far as the node's file names them. */
  readonly emails: readonly string[];
}

export type VerifiedBlock =
  | { readonly statement: ControllerStatement; readonly signer: Signer; readonly block: SignatureBlock }
  /** A sentence. */
  | { readonly problem: string; readonly flaw: "bad-signature" | "unknown-key" | "malformed" };

/** Whose keys these are, by fingerprint: `null` for a key that stands with more than one person, which proves nobody. */
export type SignersByKey = ReadonlyMap<string, Signer | null>;

/**
 * The people of a node's file by their keys. Accounts of two forges with the same keys are one person; a key that stands with
 * two people is nobody's.
 */
export function signersByKey(controllers: readonly NodeController[]): SignersByKey {
  const people = new Map<string, NodeController[]>();
  for (const controller of controllers) {
    const keys = fingerprintsOf(controller);
    if (keys.length === 0) continue;
    const name = keys.toSorted().join(" ");
    people.set(name, [...(people.get(name) ?? []), controller]);
  }
  const signers = new Map<string, Signer | null>();
  for (const accounts of people.values()) {
    const [first] = accounts;
    if (first === undefined) continue;
    const isOnePerson = new Set(accounts.map(({ forge }) => forge)).size === accounts.length;
    const signer = {
      login: first.login,
      accounts: accounts.map(({ forge, id, login }) => ({ forge, id, login })),
      emails: accounts.flatMap(({ emails }) => emails ?? []),
    };
    for (const key of fingerprintsOf(first)) signers.set(key, signers.has(key) || !isOnePerson ? null : signer);
  }
  return signers;
}

/** Who signed what, if it is a statement signed by a controller's own key. Pure, and never throws. */
export function verifyBlock(block: SignatureBlock, signers: SignersByKey): VerifiedBlock {
  const verdict = verifySshSignature(block.signature, signatureNamespace, Buffer.from(block.text, "utf8"));
  if (!verdict.signed) return { problem: `A signature ${verdict.problem}.`, flaw: "bad-signature" };
  const signer = findSigner(verdict.key, signers);
  if ("problem" in signer) return signer;
  const statement = readControllerStatement(block.text);
  if (statement === null) {
    const problem = `${signer.login} signed something that is no statement of this version of Countersign.`;
    return { problem, flaw: "malformed" };
  }
  return { statement, signer, block };
}

function findSigner(
  { fingerprint }: SshPublicKey,
  signers: SignersByKey,
): Signer | { readonly problem: string; readonly flaw: "unknown-key" } {
  const signer = signers.get(fingerprint);
  if (signer !== undefined && signer !== null) return signer;
  const why = signer === undefined ? "no controller has" : "stands with two controllers";
  return { problem: `A signature is by the key ${fingerprint}, which ${why} in the node's file.`, flaw: "unknown-key" };
}

function fingerprintsOf({ sshKeys }: NodeController): readonly string[] {
  const readings = sshKeys.map(readSshPublicKey);
  return [...new Set(readings.flatMap((reading) => ("key" in reading ? [reading.key.fingerprint] : [])))];
}
