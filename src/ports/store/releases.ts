import type { AttestedDecision } from "../../domain/attestation.ts";
import type { RepositoryKey } from "../../domain/identity.ts";
import type { LandingVerdict, ObservedLanding } from "../../domain/landing.ts";
import type { Recall } from "../../domain/recall.ts";
import type { Release } from "../../domain/release.ts";
import type { AuditEntry } from "./evidence.ts";

export interface RecordedLanding {
  readonly repositoryKey: RepositoryKey;
  readonly ref: string;
  readonly before: string;
  readonly sha: string;
  readonly tree: string;
  readonly verdict: LandingVerdict;
  readonly at: string;
  /** What would have kept it waiting, had the policy been in force; absent where nothing would. */
  readonly observed?: ObservedLanding;
  /** What is signed about it when it is released; absent where it was recorded without. */
  readonly attested?: AttestedDecision;
}

export interface ReleaseStore {
  readLanding(repository: RepositoryKey, ref: string, sha: string): Promise<RecordedLanding | null>;
  /** The newest landing of this branch that was approved (or adopted). */
  readLastApprovedLanding(repository: RepositoryKey, ref: string): Promise<RecordedLanding | null>;
  /** The newest landing that is this change (`verdict.basis` or `verdict.change` names it); `null` when it has not landed. */
  readLandingOfChange(repository: RepositoryKey, change: number): Promise<RecordedLanding | null>;
  /** Approved landings on all branches, newest first. */
  listApprovedLandings(repository: RepositoryKey, limit: number): Promise<readonly RecordedLanding[]>;
  /**
   * An approved verdict is replaced by an adoption alone, which becomes the newest landing; an unapproved one may be replaced.
   * With what is written, and only then, `entry` is recorded in the audit log, in one transaction.
   */
  recordLanding(landing: RecordedLanding, entry: AuditEntry): Promise<void>;
  /** The approved landings of one branch, newest first, at most `limit`. */
  listLandingsOnBranch(repository: RepositoryKey, ref: string, limit: number): Promise<readonly RecordedLanding[]>;
  /** Records it, and `entry` in the audit log with it, in one transaction; `null` of one that only begins. */
  recordRelease(release: Release, entry: AuditEntry | null): Promise<void>;
  readLiveRelease(repository: RepositoryKey, namespace: string, target: string): Promise<Release | null>;
  listReleases(repository: RepositoryKey): Promise<readonly Release[]>;
}

export interface RecallStore {
  /** Records it, and `entry` in the audit log with it, unless one with this id is there. Answers the stored one. */
  recordRecall(recall: Recall, entry: AuditEntry): Promise<Recall>;
  /** Ends it, and records `entry` in the audit log with that, unless it has ended already. That is to be told, then. */
  endRecall(id: string, ended: NonNullable<Recall["ended"]>, entry: AuditEntry): Promise<void>;
  /** Records that it was told as it is here; where it ended since, that is still to be told. */
  markTold(recall: Pick<Recall, "id" | "ended">): Promise<void>;
  /** All of a branch, oldest first, also those that ended. */
  listRecalls(repository: RepositoryKey, ref: string): Promise<readonly Recall[]>;
}
