import type { ForgeName, Person } from "./identity.ts";

/** A person whom the node accepts as its controller, as an account of one forge. */
export interface NodeController extends Person {
  readonly forge: ForgeName;
  readonly sshKeys: readonly string[];
}

export interface NodeTarget {
  readonly name: string;
  readonly kind: "dag-directory";
  /** Absolute path of the directory that Airflow reads. */
  readonly path: string;
}

/** Where runs go: a directory in which request files appear and state files come back. */
export interface NodeEngine {
  readonly kind: "inbox";
  readonly path: string;
}

export interface NodeDataset {
  readonly name: string;
  readonly owners: readonly string[];
}

/** One repository that the node runs. */
export interface NodeRepository {
  readonly name: string;
  readonly url: string;
  /** The deploy branch, short name. */
  readonly branch: string;
  readonly namespace: string;
  readonly autoDeploy: boolean;
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
}
