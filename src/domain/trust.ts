/** On what a node accepts a release that it pulls itself, named in its own file. */
export const trustBases = ["controller-signatures", "reviews", "service-attested"] as const;
export type TrustBasis = (typeof trustBases)[number];

/** What the node's operator trusts. Nothing that is not named is accepted. */
export interface NodeTrust {
  readonly accept: readonly TrustBasis[];
  /** How many controllers must have signed. */
  readonly signatures: number;
  /** Where attestations and signatures are fetched from; `null`: nowhere. What comes from there is never trusted by itself. */
  readonly service: string | null;
  /** Public keys of the service (PEM), whose attestations are accepted where `service-attested` is. */
  readonly serviceKeys: readonly string[];
  /** A directory in which files with signatures are put by hand; `null`: none. */
  readonly signaturesDirectory: string | null;
}
