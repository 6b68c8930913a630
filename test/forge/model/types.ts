/**
 * The simulator's state: mutable plain data, forge-neutral. A face (GitHub, GitLab) says it in its forge's words.
 * Times are ISO 8601 in UTC. Branches are short names (`main`) in changes, full names (`refs/heads/main`) in pushes.
 */

export type Permission = "read" | "triage" | "write" | "maintain" | "admin";
export const permissionOrder = [
  "read",
  "triage",
  "write",
  "maintain",
  "admin",
] as const satisfies readonly Permission[];

export interface SimAccount {
  readonly id: number;
  login: string;
  name: string;
  /** The first one is the primary address. */
  emails: string[];
  readonly kind: "user" | "bot";
  /** The app whose bot this is. */
  readonly appId: number | null;
  isSiteAdmin: boolean;
  state: "active" | "blocked" | "deleted";
  readonly createdAt: string;
  /** Public keys whose signatures on commits the forge accepts as theirs. */
  signingKeys: string[];
}

/** `accessLevel` is GitLab's (10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner), `role` GitHub's. */
export interface SimMember {
  readonly accountId: number;
  role: "member" | "admin";
  accessLevel: number;
}

/** A GitHub organisation, or a GitLab group (then it may have a parent, and `login` is its full path). */
export interface SimOrganisation {
  readonly id: number;
  login: string;
  name: string;
  parentId: number | null;
  members: SimMember[];
  /** What every member may do in its repositories. */
  defaultPermission: Permission | "none";
  teams: SimTeam[];
  /** GitLab: settings of the group. */
  settings: Record<string, unknown>;
}

export interface SimTeam {
  readonly id: number;
  slug: string;
  name: string;
  parentId: number | null;
  /** Secret teams are invisible for those outside. */
  privacy: "closed" | "secret";
  members: { readonly accountId: number; role: "member" | "maintainer" }[];
  repositories: { readonly repositoryId: number; permission: Permission }[];
}

export interface SimToken {
  readonly token: string;
  /** Who acts. For an installation token: the app's bot. */
  readonly accountId: number;
  readonly kind: "personal" | "installation" | "project" | "group" | "oauth";
  readonly installationId: number | null;
  /** `null`: everything that the account may do. */
  permissions: Record<string, string> | null;
  /** `null`: all that the account or the installation can see. */
  repositoryIds: number[] | null;
  scopes: string[];
  /** Compared with the wall clock of the simulator, not with event times. */
  expiresAt: string | null;
  isRevoked: boolean;
}

export interface SimApp {
  readonly id: number;
  slug: string;
  name: string;
  readonly ownerLogin: string;
  /** PEM, SPKI. */
  publicKey: string;
  /** PEM, only where the simulator made the key pair (manifest conversion). */
  privateKey: string | null;
  clientId: string;
  clientSecret: string;
  webhookUrl: string | null;
  webhookSecret: string | null;
  webhookActive: boolean;
  permissions: Record<string, string>;
  events: string[];
  readonly botId: number;
  readonly createdAt: string;
}

export interface SimInstallation {
  readonly id: number;
  readonly appId: number;
  /** Login of the organisation or user. */
  readonly account: { readonly kind: "user" | "organisation"; readonly id: number };
  permissions: Record<string, string>;
  events: string[];
  /** `null`: all repositories of the account. */
  repositoryIds: number[] | null;
  suspendedAt: string | null;
  readonly createdAt: string;
}

export interface SimRepository {
  readonly id: number;
  owner: { readonly kind: "user" | "organisation"; readonly id: number };
  name: string;
  description: string;
  isPrivate: boolean;
  defaultBranch: string;
  hasIssues: boolean;
  isArchived: boolean;
  /** The bare repository. */
  readonly directory: string;
  readonly forkOf: number | null;
  readonly createdAt: string;
  pushedAt: string;
  collaborators: { readonly accountId: number; permission: Permission; accessLevel: number }[];
  labels: SimLabel[];
  /** Issues and changes share numbers on GitHub; GitLab counts apart (`nextIssueNumber`). */
  nextNumber: number;
  nextIssueNumber: number;
  changes: SimChange[];
  issues: SimIssue[];
  commitComments: SimCommitComment[];
  statuses: SimStatus[];
  checkSuites: SimCheckSuite[];
  checkRuns: SimCheckRun[];
  deployments: SimDeployment[];
  rulesets: SimRuleset[];
  protectedBranches: SimProtectedBranch[];
  hooks: SimHook[];
  /** Oldest first. */
  pushes: SimPush[];
  mergeMethods: { merge: boolean; squash: boolean; rebase: boolean };
  mergeQueue: SimQueueEntry[];
  /** Face-specific settings (GitLab: `reset_approvals_on_push`, `squash_option`, `merge_method` …). */
  settings: Record<string, unknown>;
}

export interface SimLabel {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

/** A sha that is or was the head of a change. */
export interface SimVersion {
  readonly id: number;
  readonly sha: string;
  /** Tip of the base branch then. */
  readonly baseSha: string;
  /** Merge base then. */
  readonly mergeBaseSha: string;
  readonly createdAt: string;
  readonly pusherId: number;
  readonly kind: "opened" | "pushed" | "forced" | "updated";
}

export interface SimChange {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "merged" | "closed";
  isDraft: boolean;
  readonly authorId: number;
  baseBranch: string;
  /** Tip of the base branch when the head was last looked at. */
  baseSha: string;
  readonly head: { readonly repositoryId: number; readonly branch: string };
  headSha: string;
  /** Oldest first; the last one is the head now. */
  versions: SimVersion[];
  readonly createdAt: string;
  updatedAt: string;
  mergedAt: string | null;
  mergedById: number | null;
  /** The commit that the merge left on the base branch. */
  mergeSha: string | null;
  /** GitLab: the squash commit, when one was made. */
  squashSha: string | null;
  closedAt: string | null;
  closedById: number | null;
  isLocked: boolean;
  labels: string[];
  assigneeIds: number[];
  requestedReviewerIds: number[];
  requestedTeamIds: number[];
  reviews: SimReview[];
  /** GitLab's approvals: one for each account, gone when withdrawn or reset. */
  approvals: { readonly accountId: number; readonly at: string }[];
  comments: SimComment[];
  threads: SimThread[];
  timeline: SimTimelineEvent[];
  settings: Record<string, unknown>;
}

export interface SimIssue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly authorId: number;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  labels: string[];
  assigneeIds: number[];
  comments: SimComment[];
  timeline: SimTimelineEvent[];
}

/** A note in the conversation of an issue or a change. */
export interface SimComment {
  readonly id: number;
  readonly accountId: number;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  /** When its body was last edited. */
  lastEditedAt: string | null;
  /** GitLab's system notes ("approved this merge request"). */
  readonly isSystem: boolean;
  /** GitLab: discussion that it belongs to. */
  readonly threadId: number | null;
}

export type ReviewState = "approved" | "changes_requested" | "commented" | "dismissed" | "pending";

export interface SimReview {
  readonly id: number;
  readonly accountId: number;
  state: ReviewState;
  body: string;
  /** As the forge tells it today. */
  commitSha: string;
  /** As it was given. */
  readonly firstSha: string;
  readonly createdAt: string;
  submittedAt: string | null;
  updatedAt: string;
  /** When its body was last edited. */
  lastEditedAt: string | null;
  dismissed: { readonly byId: number; readonly at: string; readonly message: string; readonly was: ReviewState } | null;
}

/** Where a thread stands: lines count from 1, `startLine` is `null` for one line. `side` old is the left one. */
export interface SimPosition {
  readonly path: string;
  readonly previousPath: string;
  readonly side: "old" | "new";
  readonly line: number | null;
  readonly startLine: number | null;
  readonly startSide: "old" | "new" | null;
  /** GitLab gives both lines of an unchanged line. */
  readonly oldLine: number | null;
  readonly newLine: number | null;
  readonly baseSha: string;
  readonly startSha: string;
  readonly headSha: string;
  readonly isWholeFile: boolean;
}

/** A review thread on a line (GitHub) or a discussion (GitLab: `position` may be `null`). */
export interface SimThread {
  readonly id: number;
  position: SimPosition | null;
  /** The lines that it stood on are gone from the diff. */
  isOutdated: boolean;
  isResolved: boolean;
  resolvedById: number | null;
  resolvedAt: string | null;
  /** Where its line is in the head now; `null` when unknown. */
  currentLine: number | null;
  /** GitHub: the hunk's text and the place in it, as it was when the thread began. */
  readonly patch: string;
  readonly originalPosition: number | null;
  /** GitLab: not resolvable when `false` and without position. */
  isResolvable: boolean;
  comments: SimThreadComment[];
}

export interface SimThreadComment {
  readonly id: number;
  readonly accountId: number;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly reviewId: number | null;
  commitSha: string;
  readonly firstSha: string;
  readonly isSystem: boolean;
}

export interface SimCommitComment {
  readonly id: number;
  readonly accountId: number;
  readonly sha: string;
  body: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly createdAt: string;
  updatedAt: string;
  /** When its body was last edited. */
  lastEditedAt: string | null;
}

/** What happened to an issue or a change, in GitHub's words (`labeled`, `head_ref_force_pushed` …). */
export interface SimTimelineEvent {
  readonly id: number;
  readonly kind: string;
  readonly actorId: number;
  readonly at: string;
  readonly sha: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SimStatus {
  readonly id: number;
  readonly sha: string;
  /** GitHub's context, GitLab's name. */
  readonly context: string;
  /** GitHub: error failure pending success. GitLab: pending running success failed canceled skipped. */
  state: string;
  description: string | null;
  targetUrl: string | null;
  readonly ref: string | null;
  readonly accountId: number;
  readonly createdAt: string;
  updatedAt: string;
}

export interface SimCheckSuite {
  readonly id: number;
  readonly appId: number;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
  readonly after: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface SimCheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly appId: number;
  readonly headSha: string;
  name: string;
  status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  conclusion: string | null;
  externalId: string;
  detailsUrl: string;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Record<string, unknown>[];
  actions: { label: string; description: string; identifier: string }[];
}

export interface SimDeployment {
  readonly id: number;
  /** GitLab's `iid`. */
  readonly number: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  description: string | null;
  payload: unknown;
  readonly creatorId: number;
  readonly createdAt: string;
  updatedAt: string;
  /** GitLab: the state itself. */
  status: string;
  statuses: SimDeploymentStatus[];
}

export interface SimDeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly environment: string;
  readonly targetUrl: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creatorId: number;
  readonly createdAt: string;
}

/** Who may pass a ruleset: organisation admins, a repository role, a team, an app. */
export interface SimBypass {
  readonly actorType: "OrganizationAdmin" | "RepositoryRole" | "Team" | "Integration";
  readonly actorId: number | null;
  readonly mode: "always" | "pull_request";
}

export interface SimRuleset {
  readonly id: number;
  name: string;
  enforcement: "active" | "disabled" | "evaluate";
  /** Such as `refs/heads/main`, `~DEFAULT_BRANCH`, `~ALL`. */
  include: string[];
  exclude: string[];
  bypass: SimBypass[];
  rules: SimRule[];
  readonly createdAt: string;
  updatedAt: string;
}

export type SimRule =
  | {
      readonly type: "required_status_checks";
      readonly checks: { context: string; integrationId: number | null }[];
      readonly strict: boolean;
    }
  | { readonly type: "pull_request"; readonly approvals: number; readonly dismissStale: boolean }
  | { readonly type: "merge_queue" }
  | { readonly type: "non_fast_forward" }
  | { readonly type: "deletion" }
  | { readonly type: "creation" }
  | { readonly type: "update" };

/** GitLab's protected branches: who may push and merge, by access level or account. `0` is nobody. */
export interface SimProtectedBranch {
  readonly id: number;
  name: string;
  pushAccess: SimAccess[];
  mergeAccess: SimAccess[];
  allowForcePush: boolean;
}

export interface SimAccess {
  readonly id: number;
  readonly accessLevel: number | null;
  readonly accountId: number | null;
  readonly organisationId: number | null;
}

export interface SimHook {
  readonly id: number;
  url: string;
  /** GitHub: HMAC secret. GitLab: `X-Gitlab-Token`. */
  secret: string | null;
  /** GitLab: Standard Webhooks signing token, `whsec_…`. */
  signingToken: string | null;
  events: string[];
  isActive: boolean;
  readonly createdAt: string;
}

export interface SimPush {
  readonly id: number;
  /** Full name. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly actorId: number;
  readonly at: string;
  readonly kind: "push" | "force_push" | "branch_creation" | "branch_deletion" | "pr_merge" | "merge_queue_merge";
  /** How many refs of its kind (branches or tags; made, moved or removed) the same push changed, and the last of them. */
  readonly together: { readonly count: number; readonly lastId: number };
}

export interface SimQueueEntry {
  readonly changeNumber: number;
  readonly branch: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly baseBranch: string;
  readonly enqueuedById: number;
}

export const zeroSha = "0".repeat(40);
