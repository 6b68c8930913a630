import type { Attestation, AttestedDecision, Envelope } from "../domain/attestation.ts";
import type { Decision } from "../domain/decision.ts";
import type { Account, ForgeName, RepositoryKey, RepositoryRef } from "../domain/identity.ts";
import type { LandingVerdict, ObservedLanding } from "../domain/landing.ts";
import type { Publication } from "../domain/publication.ts";
import type { Recall } from "../domain/recall.ts";
import type { Release } from "../domain/release.ts";
import type { Run } from "../domain/run.ts";

/** A verified delivery, as it is kept. The body is not: a delivery only says "look again". */
export interface Delivery {
  readonly id: string;
  readonly forge: ForgeName;
  readonly event: string;
  readonly receivedAt: string;
}

/** "Look again at this." `subject` identifies it, so tasks with one key wait for each other and melt into one. */
export type TaskSubject =
  | { readonly kind: "change"; readonly forge: ForgeName; readonly repository: string; readonly number: number }
  | { readonly kind: "branch"; readonly forge: ForgeName; readonly repository: string; readonly ref: string }
  | { readonly kind: "repository"; readonly forge: ForgeName; readonly repository: string }
  | { readonly kind: "run"; readonly run: string };

export interface Task {
  readonly key: string;
  readonly subject: TaskSubject;
  readonly attempts: number;
  /** Changes whenever the task is asked for again, so that finishing an old look does not swallow a new one. */
  readonly generation: number;
}

/** Whether a delivery is new. One that is already there changes nothing. */
export type DeliveryOutcome = "stored" | "duplicate";

/** Takes a verified delivery, and what it says to look at again. */
export type ReceiveDelivery = (delivery: Delivery, subjects: readonly TaskSubject[]) => Promise<DeliveryOutcome>;

export interface InboxStore {
  /** Stores the delivery, its tasks and the entry of what became of it in one transaction. */
  receive(
    delivery: Delivery,
    subjects: readonly TaskSubject[],
    toEntry: (outcome: DeliveryOutcome) => AuditEntry,
  ): Promise<DeliveryOutcome>;
}

export interface QueueStore {
  /** Asks for a look, at once or at `dueAt` (ISO 8601). One that already waits is kept at the earlier time. */
  enqueue(subject: TaskSubject, dueAt: string): Promise<void>;
  /** Asks for a look unless one waits already, failing or not: what a timer says is no news. */
  remind(subject: TaskSubject, dueAt: string): Promise<void>;
  /** Takes the task that has waited longest, and holds it. At most one worker holds a key. */
  take(now: string): Promise<Task | null>;
  /** Done, unless it was asked for again since it was taken: then it waits again. */
  complete(task: Task): Promise<void>;
  retry(task: Task, error: string, dueAt: string): Promise<void>;
  /** At start: what was held by a process that died waits again. */
  releaseHeld(): Promise<number>;
  size(): Promise<{ readonly waiting: number; readonly failing: number }>;
}

/** Facts that only the first look can tell. The first record wins for ever. */
export interface ObservationStore {
  recordReview(repository: RepositoryKey, change: number, review: FirstSeenReview): Promise<FirstSeenReview>;
  recordComment(repository: RepositoryKey, change: number, comment: FirstSeenComment): Promise<FirstSeenComment>;
  /** Every comment of a change that was ever seen, by its id, also those that somebody removed since. */
  listComments(repository: RepositoryKey, change: number): Promise<readonly FirstSeenComment[]>;
}

/** What the change number is for comments of no change: on a commit, and on an alert about one. */
export const commentsOnCommits = 0;
export const commentsOnAlerts = -1;

export interface FirstSeenReview {
  readonly id: number;
  readonly sha: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
}

export interface FirstSeenComment {
  readonly id: number;
  /** Of one that was edited before it was first seen, only what objects; `null` where nothing is known. */
  readonly body: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
  /** Who wrote it and when, so that what objects outlives the comment; absent where that was not recorded. */
  readonly account?: Account;
  readonly at?: string;
  /** The commit that a comment of no change is about. */
  readonly about?: string;
}

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
  updateRecall(id: string, change: Pick<Recall, "isTold">): Promise<void>;
  /** All of a branch, oldest first, also those that ended. */
  listRecalls(repository: RepositoryKey, ref: string): Promise<readonly Recall[]>;
}

/** Whom a change has named with an `@`, so that nobody is called twice. */
export interface MentionStore {
  recordMentions(repository: RepositoryKey, change: number, names: readonly string[]): Promise<void>;
  listMentions(repository: RepositoryKey, change: number): Promise<readonly string[]>;
}

export interface RunStore {
  /** Creates the run unless one with this id exists, without an entry: its moves have one each. Answers the stored one. */
  createRun(run: Run): Promise<Run>;
  readRun(id: string): Promise<Run | null>;
  /**
   * Moves a run to another state, and records `entry` in the audit log with that, in one transaction; throws when the table of
   * transitions does not allow it. The same state again only updates `detail`.
   */
  moveRun(id: string, state: Run["state"], detail: string, entry: AuditEntry): Promise<Run>;
  listRunsOfChange(repository: RepositoryKey, change: number): Promise<readonly Run[]>;
  /** Runs that are not in a final state. */
  listUnfinishedRuns(): Promise<readonly Run[]>;
}

export interface PublicationStore {
  /** Creates it unless its run has one, without an entry: its moves have one each. Answers the stored one. */
  createPublication(publication: Publication): Promise<Publication>;
  readPublication(run: string): Promise<Publication | null>;
  findPublicationByChange(repository: RepositoryKey, change: number): Promise<Publication | null>;
  findPublicationByBranch(repository: RepositoryKey, branch: string): Promise<Publication | null>;
  /** Moves it along the table of transitions, and records `entry` in the audit log with that, in one transaction. */
  updatePublication(publication: Publication, entry: AuditEntry): Promise<void>;
  listUnfinishedPublications(): Promise<readonly Publication[]>;
}

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

/** What was last read as the policy of an organisation. */
export interface SeenOrganisationPolicy {
  /** Such as `acme/.github:countersign.yml`. */
  readonly name: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** Whether it had nothing but its version, so that nothing is lost when it goes. */
  readonly saysNothing: boolean;
}

/** Which organisations had a policy, so that one that is gone is not taken for one that never was. */
export interface OrganisationPolicyStore {
  /**
   * `governed` is an organisation (`github/acme`) or a repository (its key), for which the newest record holds. `entry` is recorded
   * in the audit log with it, in one transaction.
   */
  recordOrganisationPolicy(governed: string, seen: SeenOrganisationPolicy, entry: AuditEntry): Promise<void>;
  readOrganisationPolicy(governed: string): Promise<SeenOrganisationPolicy | null>;
}

export interface DecisionStore {
  /**
   * Records it, and `entry` in the audit log with it, in one transaction, unless it is the last one recorded for this change.
   * Answers whether it was recorded.
   */
  recordDecision(
    repository: RepositoryKey,
    change: number,
    head: string,
    decision: Decision,
    entry: AuditEntry,
  ): Promise<boolean>;
}

/** What is answered to the commands of a comment: recorded after they were carried out, and before it is said. */
export interface AnswerStore {
  /** `null` while none was recorded. One that was is said again where it is missing, and nothing is carried out again. */
  readAnswer(repository: RepositoryKey, change: number, comment: number): Promise<string | null>;
  /** Records it, and `entry` in the audit log with it, in one transaction. The first record holds; answers that. */
  recordAnswer(
    repository: RepositoryKey,
    change: number,
    comment: number,
    text: string,
    entry: AuditEntry,
  ): Promise<string>;
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

export interface Store
  extends InboxStore,
    QueueStore,
    ObservationStore,
    ReleaseStore,
    RecallStore,
    MentionStore,
    RunStore,
    PublicationStore,
    AuditStore,
    DecisionStore,
    AnswerStore,
    OrganisationPolicyStore,
    AttestationStore {
  /** Throws when the store cannot be written. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
