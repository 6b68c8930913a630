import type { Logger } from "pino";
import type { SignedStatement } from "../../core/weigh-signatures.ts";
import type { Envelope, EvidenceKey } from "../../domain/attestation.ts";
import type { RepositoryRef } from "../../domain/identity.ts";
import type { NodeFile, NodeRepository } from "../../domain/node.ts";
import type { NodeTrust } from "../../domain/trust.ts";
import type { Mirror } from "../../git/mirror.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GitRemote } from "../../ports/forge.ts";
import type { Signer } from "../../ports/signer.ts";
import type { AttestationStore } from "../../ports/store.ts";
import type { Target } from "../../ports/target.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import type { JourneyPorts } from "../ports.ts";

/** What a node needs to judge by itself what others reviewed. Its forge publishes nothing. */
export interface ReviewsSeen {
  readonly ports: JourneyPorts;
  readonly repository: RepositoryRef;
}

/** Text in which signatures may stand, from wherever. None of it is trusted. */
export type SignatureSource = (scene: Scene, steps: readonly string[]) => Promise<readonly string[]>;

/** What the pulling side of one repository works with. */
export interface PullPorts {
  readonly node: NodeFile;
  readonly trust: NodeTrust;
  readonly clock: Clock;
  readonly log: Logger;
  readonly targets: readonly Target[];
  readonly stateDirectory: string;
  readonly store: Pick<AttestationStore, "readBlobDigests" | "recordBlobDigests">;
  readonly openMirror: (repository: NodeRepository) => Promise<Mirror>;
  readonly fetch: (mirror: Mirror, remote: GitRemote, refspecs: readonly string[]) => Promise<void>;
  readonly readRemote: (repository: NodeRepository) => Promise<GitRemote>;
  readonly sources: readonly SignatureSource[];
  /** `null` where the node has no token of a forge that has this repository. */
  readonly seeReviews: (repository: NodeRepository, mirror: Mirror, remote: GitRemote) => Promise<ReviewsSeen | null>;
  /** Envelopes of releases that the service tells of, newest first; none where it is not asked. */
  readonly readAttestations: (repository: NodeRepository) => Promise<readonly Envelope[]>;
  readonly serviceKeys: readonly EvidenceKey[];
  /** Signs the node's own records of what it accepted; `null` where it has no key. */
  readonly signer: Signer | null;
}

/** One repository at one moment, as git shows it. */
export interface Scene {
  readonly repository: NodeRepository;
  /** Host and path, as in what controllers sign. */
  readonly place: string;
  /** Full name of the deploy branch. */
  readonly ref: string;
  readonly mirror: Mirror;
  readonly remote: GitRemote;
  readonly tip: string;
  readonly reviews: ReviewsSeen | null;
}

/** A tree that may go live, and why. */
export interface Acceptance extends Pick<AcceptedState, "commit" | "tree" | "basis" | "reason" | "by" | "evidence"> {
  /** The head of the change that it is: its signatures are good for once. `null` where it is none. */
  readonly head: string | null;
  /** What the service says of it, by target; absent where it was accepted otherwise. */
  readonly envelopes?: ReadonlyMap<string, Envelope>;
}

/** What was found out about one step: what may go live, or sentences that say why nothing may. */
export type Attempt =
  | { readonly accepted: Acceptance; readonly why?: never }
  | { readonly accepted: null; readonly why: readonly string[] };

/** Signatures that were verified, whatever they are about, and what was wrong with others. */
export interface Signatures {
  readonly signed: readonly SignedStatement[];
  readonly problems: readonly string[];
}
