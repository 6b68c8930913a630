import type {
  SimChange,
  SimCheckRun,
  SimCheckSuite,
  SimComment,
  SimCommitComment,
  SimDeployment,
  SimDeploymentStatus,
  SimInstallation,
  SimIssue,
  SimLabel,
  SimPush,
  SimQueueEntry,
  SimRepository,
  SimReview,
  SimStatus,
  SimTeam,
  SimThread,
  SimThreadComment,
} from "./types.ts";

interface InRepository {
  readonly repository: SimRepository;
  readonly actorId: number;
}

interface OnChange extends InRepository {
  readonly change: SimChange;
}

/** What happened, for a face to make webhooks of. Payloads must be rendered when it is told: the state moves on. */
export type SimEvent =
  | (OnChange & { readonly kind: "change.opened" | "change.closed" | "change.reopened" | "change.merged" })
  | (OnChange & { readonly kind: "change.synchronized"; readonly before: string; readonly after: string })
  | (OnChange & {
      readonly kind: "change.edited";
      readonly changes: Readonly<Record<string, { readonly from: string }>>;
    })
  | (OnChange & { readonly kind: "change.draft" | "change.ready" })
  | (OnChange & { readonly kind: "change.labeled" | "change.unlabeled"; readonly label: SimLabel })
  | (OnChange & { readonly kind: "change.review_requested"; readonly reviewerId: number })
  | (OnChange & { readonly kind: "change.enqueued" | "change.dequeued"; readonly reason: string })
  | (OnChange & { readonly kind: "change.approved" | "change.unapproved" })
  | (OnChange & {
      readonly kind: "review.submitted" | "review.edited" | "review.dismissed";
      readonly review: SimReview;
    })
  | (OnChange & {
      readonly kind: "thread.comment_created" | "thread.comment_edited" | "thread.comment_deleted";
      readonly thread: SimThread;
      readonly comment: SimThreadComment;
    })
  | (OnChange & { readonly kind: "thread.resolved" | "thread.unresolved"; readonly thread: SimThread })
  | (InRepository & {
      readonly kind: "comment.created" | "comment.edited" | "comment.deleted";
      /** Of a change or an issue. */
      readonly subject: SimChange | SimIssue;
      readonly comment: SimComment;
      readonly previousBody: string | null;
    })
  | (InRepository & {
      readonly kind: "issue.opened" | "issue.closed" | "issue.reopened" | "issue.edited";
      readonly issue: SimIssue;
    })
  | (InRepository & {
      readonly kind: "issue.labeled" | "issue.unlabeled";
      readonly issue: SimIssue;
      readonly label: SimLabel;
    })
  | (InRepository & { readonly kind: "commit_comment.created"; readonly comment: SimCommitComment })
  | (InRepository & { readonly kind: "push"; readonly push: SimPush })
  | (InRepository & {
      readonly kind: "suite.requested" | "suite.rerequested" | "suite.completed";
      readonly suite: SimCheckSuite;
    })
  | (InRepository & {
      readonly kind: "check.created" | "check.completed" | "check.rerequested";
      readonly check: SimCheckRun;
    })
  | (InRepository & { readonly kind: "status"; readonly status: SimStatus })
  | (InRepository & { readonly kind: "deployment.created"; readonly deployment: SimDeployment })
  | (InRepository & {
      readonly kind: "deployment.status";
      readonly deployment: SimDeployment;
      readonly status: SimDeploymentStatus;
    })
  | (InRepository & {
      readonly kind: "queue.checks_requested" | "queue.destroyed";
      readonly entry: SimQueueEntry;
      readonly reason: string;
    })
  | (InRepository & { readonly kind: "repository.renamed"; readonly from: string })
  | {
      readonly kind: "installation.created" | "installation.deleted";
      readonly installation: SimInstallation;
      readonly actorId: number;
    }
  | {
      readonly kind: "installation.repositories_added" | "installation.repositories_removed";
      readonly installation: SimInstallation;
      readonly repositories: readonly SimRepository[];
      readonly actorId: number;
    }
  | {
      readonly kind: "team.member_added" | "team.member_removed";
      readonly organisationId: number;
      readonly team: SimTeam;
      readonly accountId: number;
      readonly actorId: number;
    }
  | {
      readonly kind: "organisation.member_added" | "organisation.member_removed";
      readonly organisationId: number;
      readonly accountId: number;
      readonly actorId: number;
    };
