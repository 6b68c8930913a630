import type { Envelope } from "../domain/attestation.ts";
import type { FileCounts } from "../domain/release.ts";

export interface TargetRelease {
  /** The part of the target that belongs to the repository. */
  readonly namespace: string;
  readonly commit: string;
  readonly tree: string;
  /** The signed statement about it, kept beside the live tree as it is; absent where none was made. */
  readonly attestation?: Envelope;
}

export interface DeployOutcome {
  readonly status: "deployed" | "unchanged";
  readonly previous: string | null;
  readonly changed: FileCounts;
}

/** Where a release goes. Throws `DeployError`; what was live stays live then. */
export interface Target {
  readonly name: string;
  /** The commit that is live in a namespace; `null` when nothing is. */
  readLive(namespace: string): Promise<string | null>;
  /** Makes exactly this tree live, atomically. The blobs come from the given bare repository. */
  deploy(release: TargetRelease, mirror: string): Promise<DeployOutcome>;
}
