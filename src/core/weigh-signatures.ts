import type { ControllerStatement, SignatureBlock } from "../domain/countersignature.ts";
import type { Signer } from "./verify-block.ts";

export interface SignedStatement<S extends ControllerStatement = ControllerStatement> {
  readonly statement: S;
  readonly signer: Signer;
  /** As it was found. */
  readonly block: SignatureBlock;
}

/** What every statement that counts must be about. */
export interface WantedPlace {
  readonly repository: string;
  readonly baseRef: string;
  readonly node: string;
  readonly now: Date;
}

export interface Weighed {
  /** Each person once. */
  readonly signers: readonly Signer[];
  /** The signatures that count: one of each of them. */
  readonly blocks: readonly SignatureBlock[];
  /** Sentences: whose signature does not count, and why. */
  readonly refused: readonly string[];
}

/** Which people's signatures count. `objectTo` says why one does not, continuing "ben's signature …". */
export function weighSignatures<S extends ControllerStatement>(
  signed: readonly SignedStatement<S>[],
  objectTo: (one: SignedStatement<S>) => string | null,
): Weighed {
  const counted = new Map<string, SignedStatement<S>>();
  const refused = new Set<string>();
  for (const one of signed) {
    const objection = objectTo(one);
    if (objection === null) counted.set(nameOf(one.signer), one);
    else refused.add(`${one.signer.login}'s signature ${objection}.`);
  }
  const kept = [...counted.values()];
  return { signers: kept.map(({ signer }) => signer), blocks: kept.map(({ block }) => block), refused: [...refused] };
}

/** What is wrong with a statement of any kind, continuing "ben's signature …"; `null` when nothing is. */
export function objectToPlace(statement: ControllerStatement, wanted: WantedPlace): string | null {
  if (statement.repository !== wanted.repository) return `is for the repository ${statement.repository}`;
  if (statement.baseRef !== wanted.baseRef) return `is for ${statement.baseRef}, not for ${wanted.baseRef}`;
  if (statement.node !== null && statement.node !== wanted.node) return `is for the node ${statement.node}`;
  if (statement.expires !== null && Date.parse(statement.expires) <= wanted.now.getTime()) {
    return `expired at ${statement.expires}`;
  }
  return null;
}

/** Whether one of these addresses of authors, committers or co-authors is known to be the signer's. */
export function hasWritten({ accounts, emails }: Signer, addresses: readonly string[]): boolean {
  const own = new Set(emails.map((email) => email.toLowerCase()));
  return addresses.some((address) => {
    const email = address.toLowerCase();
    const id = Number(/^(\d+)[+-][^@]*@users\.noreply\.[^@]+$/.exec(email)?.[1] ?? Number.NaN);
    const forge = email.endsWith("@users.noreply.github.com") ? "github" : "gitlab";
    return own.has(email) || accounts.some((account) => account.id === id && account.forge === forge);
  });
}

function nameOf({ accounts }: Signer): string {
  return accounts.map(({ forge, id }) => `${forge}:${id}`).join(" ");
}
