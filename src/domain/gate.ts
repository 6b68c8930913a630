/** The checks without which nothing may land, as they are called before the branch's name is added. */
export const gateChecks = ["validation", "approval"] as const;

/** Who may pass what a set of rules asks, in words such as `the role admin`. `null`: our account may not see the list. */
export type Bypass = readonly string[] | null;

/** What one set of rules asks of a branch. `name` is for people. */
export interface GateRules {
  readonly name: string;
  readonly checks: readonly { readonly name: string; readonly app: number | null }[];
  readonly requiresChange: boolean;
  readonly forbidsForcePush: boolean;
  readonly forbidsDeletion: boolean;
  readonly bypass: Bypass;
}

/** A gate of required checks, as GitHub's active rulesets make it. */
export interface RequiredChecksGate {
  readonly kind: "required-checks";
  readonly branch: string;
  /** The id of our app, from which the checks must come. */
  readonly app: number;
  readonly rules: readonly GateRules[];
}

/** Somebody who may merge or push, in words; `isUs`: nobody but our own account. */
export interface GateActor {
  readonly who: string;
  readonly isUs: boolean;
}

/** A gate of GitLab: who may merge into the branch, and who may push to it. */
export interface BotMergesGate {
  readonly kind: "bot-merges";
  readonly branch: string;
  readonly isProtected: boolean;
  readonly mergers: readonly GateActor[];
  readonly pushers: readonly GateActor[];
  readonly allowsForcePush: boolean;
}

/** What the forge tells of the gate of one branch. */
export type GateFacts = RequiredChecksGate | BotMergesGate;

/**
 * `enforced`: nothing lands that we did not let pass. `unseen`: so it seems, but who may bypass it cannot be seen.
 * `open`: it can be passed. `unknown`: the forge did not say.
 */
export type GateState = "enforced" | "unseen" | "open" | "unknown";

export const gateStates = ["enforced", "unseen", "open", "unknown"] as const satisfies readonly GateState[];

export interface GateVerdict {
  readonly state: GateState;
  /** Why it is not `enforced`, each as the rest of a sentence. */
  readonly reasons: readonly string[];
}
