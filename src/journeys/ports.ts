import type { Logger } from "pino";
import type { Inspector } from "../analysis/inspector.ts";
import type { GateVerdict } from "../domain/gate.ts";
import type { RepositoryRef } from "../domain/identity.ts";
import type { NodeFile, NodeRepository } from "../domain/node.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine } from "../ports/engine.ts";
import type { Forge } from "../ports/forge.ts";
import type { ObjectStorage } from "../ports/object-storage.ts";
import type { Signer } from "../ports/signer.ts";
import type { Store } from "../ports/store.ts";
import type { Target } from "../ports/target.ts";
import type { Mirrors } from "./mirrors.ts";
import type { RepositoryIndexes } from "./repository-index/repository-indexes.ts";

/** All that a journey may touch. A journey says with `Pick` which of it. */
export interface JourneyPorts {
  readonly forge: Forge;
  /** Without `append`: what a journey does is recorded with its entry in the audit log, never one after the other. */
  readonly store: Omit<Store, "append">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly mirrors: Mirrors;
  readonly inspector: Inspector;
  readonly indexes: RepositoryIndexes;
  /** The node's own file; `null` where the service governs no node and only reviews. */
  readonly node: NodeFile | null;
  /** The node's entry for a repository; `null` when the node does not run it. */
  readonly repositoryOf: (repository: RepositoryRef) => NodeRepository | null;
  /** What is known of the gate of a branch (short name); `null` where nobody looked. */
  readonly gateOf: (repository: RepositoryRef, branch: string) => GateVerdict | null;
  /** Text of each preset that a policy may extend, by name. */
  readonly presets: Readonly<Record<string, string>>;
  readonly targets: readonly Target[];
  /** Signs what is approved and released, as this version of Countersign; `null` where no evidence is made. */
  readonly evidence: { readonly signer: Signer; readonly version: string } | null;
  readonly engine: Engine | null;
  readonly storage: { readonly internal: ObjectStorage; readonly publication: ObjectStorage } | null;
}
