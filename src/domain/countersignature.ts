import type { ForgeName } from "./identity.ts";

/** The namespace of controllers' signatures (`ssh-keygen -Y sign -n countersign`), so that none made for git or mail is one of them. */
export const signatureNamespace = "countersign";

interface SignedFacts {
  readonly version: 1;
  /** Host and path of the repository, in lower case: `github.com/acme/study`. */
  readonly repository: string;
  /** Full name of the deploy branch. */
  readonly baseRef: string;
  /** The one node for which it holds; `null`: every node whose controller signed. */
  readonly node: string | null;
  /** ISO 8601, UTC, as the controller's own clock had it. */
  readonly signedAt: string;
  /** From then on it counts for nothing; `null`: never. */
  readonly expires: string | null;
}

/** "This head of this change may land on this branch." */
export interface ApprovalStatement extends SignedFacts {
  readonly purpose: "countersign approval";
  readonly forge: ForgeName;
  readonly change: number;
  readonly head: string;
  /** The tree of the head. */
  readonly tree: string;
  readonly mergeBase: string;
  /** SHA-256 of the repository's policy file at the base; `null`: it has none. */
  readonly policy: string | null;
}

/** "This commit, which landed on this branch after that one, may be deployed." */
export interface LandingStatement extends SignedFacts {
  readonly purpose: "countersign landing";
  readonly commit: string;
  readonly tree: string;
  /** The commit that was accepted before it, with which it was compared. */
  readonly before: string;
  readonly policy: string | null;
}

/** "This tree is where we begin", or begin again after the branch was rewritten. */
export interface BaselineStatement extends SignedFacts {
  readonly purpose: "countersign baseline";
  readonly commit: string;
  readonly tree: string;
  /** The commit that the node accepted last and which the branch has lost; `null`: the node has accepted nothing yet. */
  readonly replaces: string | null;
}

/** What a controller signs, as canonical JSON and a line end. */
export type ControllerStatement = ApprovalStatement | LandingStatement | BaselineStatement;

/** A statement as it travels: its text, which is what was signed, and the signature of `ssh-keygen -Y sign`. Anybody can make one. */
export interface SignatureBlock {
  /** With the line end. */
  readonly text: string;
  readonly signature: string;
}
