/** A check as a person sees it on a change's head. GitLab's statuses have no annotations and no summary. */
export interface SeenCheck {
  readonly name: string;
  /** `success`, or what else the forge calls it: `failure`, `action_required`, `pending`, `failed`. */
  readonly outcome: string;
  readonly title: string;
  readonly annotations: readonly { readonly path: string; readonly line: number; readonly message: string }[];
}

export interface SeenThread {
  readonly path: string;
  readonly line: number;
  readonly body: string;
  readonly isResolved: boolean;
}

/** What a person sees of a change. */
export interface SeenChange {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "merged" | "closed";
  readonly author: string;
  readonly head: string;
  readonly headBranch: string;
  readonly mergedAs: string | null;
  readonly checks: readonly SeenCheck[];
  readonly comments: readonly { readonly author: string; readonly body: string }[];
  readonly threads: readonly SeenThread[];
  readonly url: string;
}

export interface SeenDeployment {
  readonly environment: string;
  readonly sha: string;
  readonly state: string;
}

export interface SeenAlert {
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly url: string;
}

export interface Push {
  readonly branch: string;
  /** Content by path; `null` removes the file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly message: string;
}

/** One person at work: pushes with git over HTTP, and uses the forge's own API with a token of their own. */
export interface Actor {
  readonly login: string;
  readonly id: number;
  /** Commits on the branch (made from main's tip when new) and pushes. Answers the sha. */
  push(push: Push): Promise<string>;
  /** Into main, unless another base is named. */
  openChange(change: { readonly branch: string; readonly title: string; readonly base?: string }): Promise<number>;
  approve(number: number): Promise<void>;
  comment(number: number, body: string): Promise<void>;
  commentOnCommit(sha: string, body: string): Promise<void>;
  /** Bodies of the comments on a commit. */
  listCommitComments(sha: string): Promise<readonly string[]>;
  /** As people merge on this forge: the merge button, or a comment to the bot who alone may merge. */
  merge(number: number, method?: "merge" | "squash" | "rebase"): Promise<void>;
  readTip(branch: string): Promise<string>;
  /** A second branch with the same head. */
  copyBranch(from: string, to: string): Promise<void>;
  /** Any command of git in the person's clone, which was brought up to date just before. */
  git(...args: readonly string[]): Promise<string>;
  readChange(number: number): Promise<SeenChange>;
  listChanges(): Promise<
    readonly {
      readonly number: number;
      readonly title: string;
      readonly author: string;
      readonly headBranch: string;
      readonly state: string;
    }[]
  >;
  listDeployments(sha: string): Promise<readonly SeenDeployment[]>;
  listAlerts(): Promise<readonly SeenAlert[]>;
}
