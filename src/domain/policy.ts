import type { Permission } from "./change.ts";
import type { FileProblem } from "./file-problem.ts";
import type { Severity } from "./finding.ts";
import type { Person } from "./identity.ts";

/** A named group of `people`. Somebody is a member when any of its sources says so. */
export interface PeopleGroup {
  readonly name: string;
  /** Whose seat its members take, for `distinct: organisation`. */
  readonly organisation: string | null;
  /** Keys of the groups of the forge, such as `team:acme/data-controllers`, `organization:acme`, `group:acme/data`. */
  readonly keys: readonly string[];
  readonly users: readonly Person[];
  /** The weakest repository permission that makes a member; `null` where permissions make nobody a member. */
  readonly permission: Permission | null;
}

/** What a path is. The first kind of the list with a matching glob wins. */
export interface KindOfPath {
  readonly name: string;
  readonly globs: readonly string[];
}

/** `wanted` was decoded by the predicate with this key, and is understood by it alone. */
export type Condition =
  | { readonly form: "all"; readonly of: readonly Condition[] }
  | { readonly form: "any"; readonly of: readonly Condition[] }
  | { readonly form: "not"; readonly of: Condition }
  | { readonly form: "predicate"; readonly key: string; readonly wanted: unknown };

export interface CountDemand {
  readonly form: "count";
  readonly count: number;
  /** Names of groups, `dataset-owners` among them. Empty: anybody with the permission. */
  readonly from: readonly string[];
  /** The weakest permission that is accepted, besides membership. */
  readonly permission: Permission | null;
  readonly distinct: "organisation" | null;
  /** The groups whose `organisation` gives a seat; absent: all of the policy. */
  readonly seats?: readonly string[];
  readonly each: "dataset" | null;
  /** Nobody is told who approved, nor that anybody did, until all approvals are in. */
  readonly blind?: boolean;
}

export interface ChecksDemand {
  readonly form: "checks";
  readonly checks: readonly { readonly app: string; readonly name: string }[];
}

export interface LabelsDemand {
  readonly form: "labels";
  readonly labels: readonly string[];
  readonly from: readonly string[];
}

export interface SignedDemand {
  readonly form: "signed";
  /** Names of groups whose members' signatures are good; absent: anybody's. */
  readonly by?: readonly string[];
}

/** What `require` asks for. */
export type Demand =
  | CountDemand
  | ChecksDemand
  | LabelsDemand
  | SignedDemand
  | { readonly form: "agreement" }
  | { readonly form: "none" }
  | { readonly form: "all"; readonly of: readonly Demand[] }
  | { readonly form: "any"; readonly of: readonly Demand[] };

export interface Requirement {
  readonly name: string;
  /** The layer that says it, and the line there. Absent where it was made by hand. */
  readonly origin?: PolicyOrigin;
  /** No lower layer may weaken what it rests on, nor observe only where it asks for something. */
  readonly enforced?: boolean;
  /** Enforced by a layer that itself only observes: as long as the policy does so, nothing is held back for its sake. */
  readonly isObserved?: boolean;
  /** Kinds as the layer that enforces it has them: it applies by these as well, so that further kinds only widen it. */
  readonly kinds?: readonly KindOfPath[];
  /** `false`: what it covers needs the `otherwise` that a higher layer enforces all the same. */
  readonly relieves?: boolean;
  /** `null`: always. */
  readonly when: Condition | null;
  readonly require: Demand;
}

export const countingMethods = ["review", "command"] as const;
export type CountingMethod = (typeof countingMethods)[number];

/** Which approvals count. */
export interface Counting {
  readonly methods: readonly CountingMethod[];
  readonly author: "ignore" | "allow";
  readonly contributors: "ignore" | "allow";
  readonly updateMerges: "reset" | "keep";
  /** In milliseconds; `null`: they do not expire. */
  readonly expireAfterMs: number | null;
}

/** What follows when the approval of something that landed is no longer good: people are told, or it is taken from the node. */
export interface AfterLanding {
  /** Somebody whose approval it needs withdrew it, objected, or held the change. */
  readonly onWithdrawal: "alert" | "rollback";
  /** The approval of what is live is older than `expire-after`. */
  readonly onExpiry: "ignore" | "alert" | "rollback";
}

/** Commands whose users a policy may choose. */
export const grantableCommands = [
  "approve",
  "reject",
  "withdraw",
  "hold",
  "unhold",
  "merge",
  "deploy",
  "rollback",
] as const;
export type GrantableCommand = (typeof grantableCommands)[number];

/**
 * What a policy says of one rule, of a group of rules (`SEC`, ruff's `S`) or of `ALL`: off, or its severity (`null`: the rule's own)
 * and the rule's options.
 */
export type RuleSetting =
  | "off"
  | {
      readonly severity: Severity | null;
      readonly options: Readonly<Record<string, unknown>>;
      /** Globs of where the rule speaks; absent: everywhere. */
      readonly paths?: readonly string[];
      /** Whether `# noqa: RULE -- reason` silences it; absent: it does. */
      readonly suppress?: "allow" | "forbid";
      /** Whether findings that were there before the change block; absent: they do not. */
      readonly existing?: "ignore" | "block";
    };

/** Where a part of a policy stands. `line` counts from 1. */
export interface PolicyOrigin {
  readonly layer: string;
  readonly line: number;
}

/** One file of a policy: its name (`code-repo`, `acme/.github:countersign.yml`, `.countersign.yml at 3f2a1c0`) and the SHA-256 of its bytes. */
export interface PolicyLayerDigest {
  readonly name: string;
  readonly sha256: string;
}

/** A repository's policy, its layers merged. */
export interface Policy {
  readonly mode: "enforce" | "observe";
  readonly people: readonly PeopleGroup[];
  readonly kinds: readonly KindOfPath[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly counting: Counting;
  readonly requirements: readonly Requirement[];
  /** What uncovered paths need; `null`: they stay pending. */
  readonly otherwise: Demand | null;
  /** Where `otherwise` stands, as for a requirement. Absent where there is none, or it was made by hand. */
  readonly otherwiseFrom?: Pick<Requirement, "origin" | "enforced" | "isObserved">;
  /** Groups whose members may object; `null`: those whom the applicable requirements name. */
  readonly objectors: readonly string[] | null;
  readonly commands: Readonly<Partial<Record<GrantableCommand, readonly string[]>>>;
  /** Absent: people are told of a withdrawal, and nothing expires after it landed. */
  readonly afterLanding?: AfterLanding;
}

/** A policy as it was found on the base branch. `name` is for people, such as `.countersign.yml at 3f2a1c0`. */
export type PolicySource =
  | {
      readonly state: "valid";
      readonly policy: Policy;
      readonly sha256: string;
      readonly name: string;
      /** All files that it is made of, the weightiest last. Absent where there is but one. */
      readonly layers?: readonly PolicyLayerDigest[];
      /** What is good, and yet hardly meant. Absent where there is nothing of that kind. */
      readonly notes?: readonly FileProblem[];
    }
  | {
      readonly state: "invalid";
      readonly problems: readonly FileProblem[];
      readonly sha256: string;
      readonly name: string;
    }
  | { readonly state: "absent" };

/** The group that stands for the owners of the datasets that a change touches. */
export const datasetOwners = "dataset-owners";
