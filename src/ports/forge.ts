import type { Check, Instant, Label, Permission, Signature } from "../domain/change.ts";
import type { GateFacts } from "../domain/gate.ts";
import type { Account, ChangeRef, ForgeName, Person, RepositoryRef } from "../domain/identity.ts";
import type { Alert, ChangeReport, DeploymentReport } from "../domain/report.ts";

/** Our own account on the forge. */
export interface Self extends Account {
  /** The address under which the forge attributes our commits to this account. */
  readonly commitEmail: string;
}

/** What the forges do differently, as data. */
export interface ForgeCapabilities {
  /** GitHub: a required check holds the merge back. GitLab: nobody but the bot may merge. */
  readonly gate: "required-checks" | "bot-merges";
  /** The ref under which git serves a change's head, given its number. */
  readonly headRef: (number: number) => string;
}

export interface Repository extends RepositoryRef {
  readonly defaultBranch: string;
  readonly webUrl: string;
}

/** How git reaches a repository. The credentials never go into a URL, an argument or a log. */
export interface GitRemote {
  readonly url: string;
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

/** A tip that a branch had, since the server time of the push that made it so. */
export interface BranchTip {
  /** `null` where the forge does not say what it was; of the newest, it is the tip that the branch has now. */
  readonly sha: string | null;
  readonly since: Instant;
}

export interface ForgeReview {
  readonly id: number;
  readonly account: Account;
  readonly state: "approved" | "changes_requested" | "commented";
  readonly dismissed: { readonly by: Person; readonly at: Instant } | null;
  /** The commit as the forge gives it today, which may have been re-stamped. */
  readonly sha: string | null;
  readonly at: Instant;
  readonly edited: boolean;
  readonly body: string;
}

/** Where a comment stands: in the conversation of a change or an alert, or on a commit. */
export type CommentPlace = "conversation" | "commit";

export interface ForgeComment {
  /** Unique among the comments of its place only: GitHub numbers comments on commits apart. */
  readonly id: number;
  readonly place: CommentPlace;
  readonly account: Account;
  /** As it is today. */
  readonly body: string;
  readonly at: Instant;
  readonly edited: boolean;
}

/** A label that stands on a change, and who set it last; `null` where the forge does not tell. `event` is the id of the setting. */
export interface ForgeLabel extends Pick<Label, "name" | "by" | "at"> {
  readonly event: number | null;
}

/** One change as the forge tells it: people and what they did. What it contains is read from git. */
export interface ForgeChange {
  readonly ref: ChangeRef;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "merged" | "closed";
  readonly isDraft: boolean;
  readonly isFork: boolean;
  readonly author: Account;
  readonly webUrl: string;
  /** Full name of the base branch, `refs/heads/main`. */
  readonly baseRef: string;
  /** When the base branch of this change was last replaced by another; `null` if it never was. */
  readonly baseRefSince: Instant | null;
  /** Tips of the base branch, newest first, reaching back before the oldest review where the forge remembers them. */
  readonly baseTips: readonly BranchTip[];
  readonly head: { readonly ref: string; readonly sha: string; readonly since: Instant | null };
  readonly earlierHeads: readonly { readonly sha: string; readonly since: Instant | null }[];
  readonly pushers: readonly Person[] | null;
  /** The tip of the head branch before the pushes of which `pushers` are; `null`: they are all since the branch was made. */
  readonly pushersSince: string | null;
  readonly reviews: readonly ForgeReview[];
  readonly comments: readonly ForgeComment[];
  readonly checks: readonly Check[];
  readonly labels: readonly ForgeLabel[];
  /** The commit that the merge made on the base branch, when merged. */
  readonly mergedAs: string | null;
}

/** Whose commit it is, in the forge's eyes. */
export interface CommitIdentity {
  readonly author: Person | null;
  readonly committer: Person | null;
  readonly coAuthors: readonly Person[];
  readonly signature: Signature;
  /** Made by the forge itself (GitHub: `web-flow`, GitLab: its own web commits), not pushed by a client. */
  readonly isByForge: boolean;
}

export interface CommitToIdentify {
  readonly sha: string;
  readonly authorEmail: string;
  readonly committerEmail: string;
  readonly coAuthorEmails: readonly string[];
}

export interface OpenChange {
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly updatedAt: Instant;
}

export interface MergedChange {
  readonly number: number;
  readonly mergedAt: Instant;
  /** When anything was last said or done about it. */
  readonly updatedAt: Instant;
}

export interface ChangeProposal {
  readonly title: string;
  readonly body: string;
  /** Short branch names. */
  readonly head: string;
  readonly base: string;
}

/** `head` is what was merged, `baseRef` into what (full name), and `sha` the tip that came of it. */
export type MergeOutcome =
  | { readonly merged: true; readonly sha: string; readonly head: string; readonly baseRef: string }
  | { readonly merged: false; readonly reason: string };

/** What a forge knows of how a branch came to a commit. `isMerge`: by merging a change; `null` where it does not say. */
export interface PushSeen {
  readonly by: Account;
  readonly at: Instant;
  readonly isMerge: boolean | null;
  /** The tip before it; `null`: it made the branch. */
  readonly from: string | null;
  /** Whether no later push may have brought the branch to this commit once more, without the forge saying so. */
  readonly isLast: boolean;
}

/**
 * A forge as Countersign needs it. Every call may throw a `ForgeError`; every publication is idempotent: it looks for what
 * is already there (by marker, name or environment), and writes only what differs.
 */
export interface Forge {
  readonly name: ForgeName;
  readonly capabilities: ForgeCapabilities;
  /** Our own account, whose comments are ours and whose approvals never count. */
  readSelf(): Promise<Self>;

  /** All repositories that we are installed on, or are a member of. */
  listRepositories(): Promise<readonly Repository[]>;
  readRepository(name: string): Promise<Repository>;
  readRemote(repository: RepositoryRef): Promise<GitRemote>;

  /** What the forge asks of whatever lands on a branch (short name), and who may pass that, as far as we may see it. */
  readGate(repository: RepositoryRef, branch: string): Promise<GateFacts>;

  listOpenChanges(repository: RepositoryRef): Promise<readonly OpenChange[]>;
  /** The changes that were merged last into a branch (short name), newest first. */
  listMergedChanges(repository: RepositoryRef, branch: string, limit: number): Promise<readonly MergedChange[]>;
  readChange(ref: ChangeRef): Promise<ForgeChange>;
  readCommitIdentities(
    repository: RepositoryRef,
    commits: readonly CommitToIdentify[],
  ): Promise<ReadonlyMap<string, CommitIdentity>>;
  /** Members of a group such as `team:acme/data-controllers`, inherited ones too; `null` when it cannot be read. */
  readMembers(repository: RepositoryRef, group: string): Promise<readonly Person[] | null>;
  /** Permission of each account on the repository; an account without any is left out. */
  readPermissions(
    repository: RepositoryRef,
    accounts: readonly Person[],
  ): Promise<Readonly<Record<string, Permission>>>;

  /** Numbers of the merged changes which the forge associates with a commit on a branch. */
  listChangesLandedAs(repository: RepositoryRef, sha: string): Promise<readonly number[]>;
  /** Who pushed the commit to the branch, and when; `null` where the forge does not know. */
  readPushOf(repository: RepositoryRef, ref: string, sha: string): Promise<PushSeen | null>;
  /** Comments on the commit itself and on the alert with this key, oldest first. */
  listCommitComments(repository: RepositoryRef, sha: string, alertKey: string): Promise<readonly ForgeComment[]>;

  publishReport(ref: ChangeRef, report: ChangeReport): Promise<void>;
  publishDeployment(repository: RepositoryRef, report: DeploymentReport): Promise<void>;
  /** Raises or updates an alert: an issue, or a comment on the commit where issues are off. */
  publishAlert(repository: RepositoryRef, alert: Alert): Promise<void>;
  /** Closes the alert with this key, if there is one, saying why. */
  closeAlert(repository: RepositoryRef, key: string, body: string): Promise<void>;
  /** Answers a comment of a change, once for each comment id. */
  answerComment(ref: ChangeRef, commentId: number, body: string): Promise<void>;
  /** Answers a comment on a commit or its alert, once for each comment id. */
  answerCommitComment(
    repository: RepositoryRef,
    sha: string,
    alertKey: string,
    commentId: number,
    body: string,
  ): Promise<void>;

  /** Opens a change, or finds the one (open, merged or closed) that has this head branch. */
  openChange(repository: RepositoryRef, proposal: ChangeProposal): Promise<number>;
  /** Merges exactly this head sha, into whatever the base is by then. */
  mergeChange(ref: ChangeRef, sha: string): Promise<MergeOutcome>;
}
