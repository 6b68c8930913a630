import type { RepositoryKey } from "./identity.ts";
import type { LandingBasis } from "./landing.ts";

/** A tree whose every blob was approved, live or once live on one target. */
export interface Release {
  readonly id: string;
  readonly repositoryKey: RepositoryKey;
  readonly repositoryName: string;
  readonly namespace: string;
  readonly target: string;
  readonly commit: string;
  readonly tree: string;
  readonly basis: LandingBasis;
  readonly state: "deploying" | "live" | "superseded" | "failed";
  readonly at: string;
  /** The commit that was live before it; `null` for the first. */
  readonly previous: string | null;
}

export interface FileCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}
