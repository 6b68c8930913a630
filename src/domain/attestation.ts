import type { SignatureBlock } from "./countersignature.ts";
import type { ApprovalRecord, Decision } from "./decision.ts";
import type { ForgeName, Person, RepositoryKey } from "./identity.ts";
import type { LandingBasis } from "./landing.ts";
import type { TrustBasis } from "./trust.ts";

/** A DSSE envelope (https://github.com/secure-systems-lab/dsse): what is signed travels with its signatures. `payload` and `sig` are base64. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

export const statementType = "https://in-toto.io/Statement/v1";
export const statementPayloadType = "application/vnd.in-toto+json";

/** What a statement is about. Digests by algorithm, in hex: `sha256` of a file, `gitCommit` and `gitTree` of git objects. */
export interface StatementSubject {
  readonly name: string;
  readonly digest: Readonly<Record<string, string>>;
}

/** An in-toto Statement v1 (https://in-toto.io/Statement/v1). */
export interface Statement<Predicate> {
  readonly _type: typeof statementType;
  readonly subject: readonly StatementSubject[];
  readonly predicateType: string;
  readonly predicate: Predicate;
}

export const approvalPredicateType = "urn:countersign:approval:v1";
export const releasePredicateType = "urn:countersign:release:v1";
export const acceptancePredicateType = "urn:countersign:acceptance:v1";

/** One file of a policy and the SHA-256 of its bytes. */
export interface AttestedLayer {
  readonly name: string;
  readonly sha256: string;
}

/** Who agreed, as of then: the groups are those of the policy, `node controllers` among them, in which the forge had them. */
export interface Approver extends Person {
  readonly groups: readonly string[];
  readonly source: ApprovalRecord["source"];
  /** The label that they set, where that is how they agreed. */
  readonly label?: string;
}

/** The facts on which both statements agree. */
export interface AttestedDecision {
  readonly forge: ForgeName;
  readonly repository: { readonly key: RepositoryKey; readonly name: string };
  /** `null` where no change brought it. */
  readonly change: number | null;
  readonly baseRef: string;
  readonly mergeBase: string | null;
  readonly head: string;
  readonly tree: string;
  readonly policy: { readonly sha256: string; readonly name: string; readonly layers: readonly AttestedLayer[] };
  /** `null` where nothing was decided: an adoption, or what restores a former tree. */
  readonly decision: Decision | null;
  readonly approvers: readonly Approver[];
  /** What the rules found at that head, and which rules they were: `ruleSet` is the SHA-256 of their ids, versions and settings. */
  readonly inspection: {
    readonly ruleSet: string;
    readonly findings: readonly { readonly rule: string; readonly severity: string; readonly path: string }[];
  };
  /** What the change would do, as those who approved were shown: the SHA-256 of its canonical JSON. Absent where nobody looked. */
  readonly consequences?: { readonly sha256: string };
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Predicate of the statement that is made when a change is approved. */
export type ApprovalPredicate = AttestedDecision;

/** Predicate of the statement that is made when a landing goes to a node. The subjects are all its files. */
export interface ReleasePredicate extends AttestedDecision {
  readonly node: string;
  readonly target: string;
  readonly namespace: string;
  readonly landed: {
    readonly commit: string;
    readonly tree: string;
    readonly basis: LandingBasis;
    /** The tip of the branch on which it landed. Absent in what earlier versions signed. */
    readonly before?: string;
  };
  /** Paths of the files that are executable; every other subject has mode 0644. */
  readonly executable: readonly string[];
  /** Symbolic links, which are no subjects, and what they contain. */
  readonly links: readonly { readonly path: string; readonly to: string }[];
}

/** Why a node that decides by itself accepted a tree: what it saw then. */
export interface AcceptanceEvidence {
  /** The commit that was agreed to; another one than what is live where that restores its tree. */
  readonly commit: string;
  /** The commit that was accepted before it; `null`: it is where the node began, or began anew. */
  readonly before: string | null;
  readonly basis: TrustBasis;
  /** The controllers' own, each with the statement that they signed; none where it was accepted otherwise. */
  readonly signatures: readonly SignatureBlock[];
  /** What the node decided from the reviews that it read; `null` where it was accepted otherwise. */
  readonly review: AttestedDecision | null;
}

/** Predicate of the statement that a node makes of what it accepted itself. The subjects are all its files. */
export interface AcceptancePredicate
  extends Pick<ReleasePredicate, "node" | "target" | "namespace" | "executable" | "links"> {
  /** Host and path, as in what controllers sign: `github.com/acme/study`. */
  readonly repository: string;
  readonly baseRef: string;
  readonly landed: { readonly commit: string; readonly tree: string };
  readonly basis: TrustBasis | "restores";
  /** A sentence. */
  readonly reason: string;
  /** Who agreed, by login. */
  readonly by: readonly string[];
  /** `null`: it was accepted by a version of Countersign that kept none. */
  readonly evidence: AcceptanceEvidence | null;
  /** When it was accepted: ISO 8601, UTC. */
  readonly at: string;
}

/** A statement as it is kept. */
export interface Attestation {
  readonly kind: "approval" | "release";
  readonly repositoryKey: RepositoryKey;
  readonly change: number | null;
  /** The head that was approved, or the commit that landed. */
  readonly commit: string;
  /** Of a release `node/target/namespace`; of an approval the SHA-256 of what was approved, so that another approval of one head has its own. */
  readonly place: string;
  readonly envelope: Envelope;
  readonly at: string;
}

/** A public key with which statements are checked. */
export interface EvidenceKey {
  /** SHA-256 (hex) of the key's SubjectPublicKeyInfo in DER. */
  readonly keyid: string;
  readonly algorithm: "ecdsa-p256-sha256";
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKey: string;
  readonly state: "active" | "retired";
  /** ISO 8601, UTC. */
  readonly created: string;
  /** What it signed before this instant stays good; `null` while it is active. */
  readonly retired: string | null;
}

/** The content of `keys.json`: what is pinned, and what the service tells at its well-known path. */
export interface KeySet {
  readonly version: 1;
  readonly keys: readonly EvidenceKey[];
}

/** Payload type of a signed point of the audit log. */
export const checkpointPayloadType = "application/vnd.countersign.audit-checkpoint+json";

/** A point of the audit log's hash chain: all entries up to `seq` were as `hash` says. */
export interface AuditCheckpoint {
  readonly version: 1;
  readonly seq: number;
  /** The hash of entry `seq`. */
  readonly hash: string;
  readonly at: string;
  /** The entries up to this one were removed on purpose. */
  readonly isStart?: true;
}
