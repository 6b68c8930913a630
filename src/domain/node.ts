import type { ForgeName, Person } from "./identity.ts";
import type { NodeInventory } from "./inventory.ts";
import type { NodeTrust } from "./trust.ts";

/** A person whom the node accepts as its controller, as an account of one forge. */
export interface NodeController extends Person {
  readonly forge: ForgeName;
  readonly sshKeys: readonly string[];
  /** Addresses under which they commit, so that they do not sign their own work; absent where none is named. */
  readonly emails?: readonly string[];
}

export interface NodeTarget {
  readonly name: string;
  readonly kind: "dag-directory";
  /** Absolute path of the directory that Airflow reads. */
  readonly path: string;
  /** Where Airflow can be asked whether it loaded what was deployed; `null` where it cannot. */
  readonly api: NodeApi | null;
}

/** An HTTP API of the node. The password is named, never written: `env:NAME` or `file:/path`. */
export interface NodeApi {
  readonly url: string;
  readonly username: string | null;
  readonly passwordFrom: string | null;
}

/** Where runs go: a directory in which request files appear and state files come back. */
export interface NodeEngine {
  readonly kind: "inbox";
  readonly path: string;
}

export interface NodeDataset {
  readonly name: string;
  readonly owners: readonly string[];
  /** Whether a job request that reads it must name an agreement. */
  readonly agreementsRequired: boolean;
  /** The agreements that allow reading it; absent: whichever is named. */
  readonly agreements?: readonly string[];
  /** What it may be read for; absent: anything. */
  readonly purposes?: readonly string[];
  /** Globs of files that stand for it, such as its `.dvc` file; absent: none. */
  readonly paths?: readonly string[];
}

export const authTypes = ["github_app", "gitlab_token", "ssh_key", "oauth_token", "public"] as const;
export type AuthType = (typeof authTypes)[number];

/** One repository that the node runs. */
export interface NodeRepository {
  readonly name: string;
  readonly url: string;
  /** The forge's number of it; absent where it is not named. Only a node that accepts `service-attested` needs it. */
  readonly id?: number;
  /** The deploy branch, short name. */
  readonly branch: string;
  readonly namespace: string;
  readonly autoDeploy: boolean;
  /** How its remote is reached; `null`: as the forge's app. */
  readonly authType: AuthType | null;
  /** How often it is looked at without a webhook, in milliseconds; `null`: as often as the service does. */
  readonly syncIntervalMs: number | null;
  /** Which of two repositories wins a conflict: the lower number. */
  readonly priority: number;
  readonly validation: { readonly enabled: boolean; readonly securityScan: boolean };
}

/** The node's own file, `countersign.node.yml`, decoded. */
export interface NodeFile {
  readonly node: string;
  /** Python version as `major.minor`. */
  readonly python: string;
  readonly targets: readonly NodeTarget[];
  readonly engine: NodeEngine | null;
  readonly controllers: readonly NodeController[];
  readonly datasets: readonly NodeDataset[];
  readonly storage: { readonly internal: string; readonly publication: string } | null;
  readonly repositories: readonly NodeRepository[];
  /** Where its inventory is, relative to this file, and what that says (`null` until somebody read it); absent: none is named. */
  readonly inventory?: { readonly path: string; readonly content: NodeInventory | null };
  /** On what `countersign node` accepts releases; absent: on nothing. */
  readonly trust?: NodeTrust;
}
