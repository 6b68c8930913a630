import type { Attestation, Envelope } from "../../domain/attestation.ts";
import type { RepositoryKey, RepositoryRef } from "../../domain/identity.ts";

export interface AuditEntry {
  readonly at: string;
  /** Such as `decision`, `landing`, `deployment`, `run`, `publication`, `command`, `start`. */
  readonly kind: string;
  readonly repository: RepositoryRef | null;
  /** Plain data without secrets and without contents of files. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** The entry `seq` and its hash. Before the first entry: 0 and 64 zeros. */
export interface AuditPoint {
  readonly seq: number;
  readonly hash: string;
}

export interface SignedCheckpoint {
  readonly seq: number;
  readonly envelope: Envelope;
}

export interface AuditStore {
  /** Adds an entry that has no record beside it to the hash chain, such as a start. What has one is recorded with its entry. */
  append(entry: AuditEntry): Promise<void>;
  /** Follows the chain from its first entry that is kept, or from `after`; names the first entry that does not fit. */
  verifyChain(after?: AuditPoint): Promise<{ readonly entries: number; readonly broken: number | null }>;
  readAuditHead(): Promise<AuditPoint>;
  /** The hash of an entry, also of the last one that was removed; `null` when it is not there. */
  readHashOf(seq: number): Promise<string | null>;
  /** The newest entry of a kind; `null` when there is none. */
  readLastEntry(kind: string): Promise<AuditEntry | null>;
  /** The first checkpoint of an entry holds for ever. */
  recordCheckpoint(checkpoint: SignedCheckpoint): Promise<void>;
  readLastCheckpoint(): Promise<SignedCheckpoint | null>;
}

export interface AttestationStore {
  /**
   * The first one of a kind, repository, commit and place holds for ever; answers that. `entry` is recorded in the audit log with
   * that first one, in one transaction.
   */
  recordAttestation(attestation: Attestation, entry: AuditEntry): Promise<Attestation>;
  readAttestation(
    kind: Attestation["kind"],
    repository: RepositoryKey,
    commit: string,
    place: string,
  ): Promise<Attestation | null>;
  /** Of one commit, oldest first. */
  listAttestations(repository: RepositoryKey, commit: string): Promise<readonly Attestation[]>;
  /** SHA-256 (hex) of git blobs, by object id, as far as they are known. */
  readBlobDigests(oids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  recordBlobDigests(digests: ReadonlyMap<string, string>): Promise<void>;
}
