import type { Person, RepositoryRef } from "./identity.ts";

export const publicationStates = ["collected", "proposed", "approved", "published", "refused"] as const;
export type PublicationState = (typeof publicationStates)[number];

export const publicationTransitions: Readonly<Record<PublicationState, readonly PublicationState[]>> = {
  collected: ["proposed", "refused"],
  proposed: ["approved", "refused"],
  approved: ["published"],
  published: [],
  refused: [],
};

/** One object of a DVC remote, addressed by its MD5 as DVC does. A directory's own object ends in `.dir`. */
export interface DvcObject {
  /** 32 hex digits, followed by `.dir` for a directory listing. */
  readonly md5: string;
  /** In bytes. */
  readonly size: number;
}

/** The outputs of one run, on their way from internal storage to the publication remote. */
export interface Publication {
  /** The run's id. */
  readonly run: string;
  readonly repository: RepositoryRef;
  readonly requester: Person;
  /** Where the `.dvc` file stands in the repository. */
  readonly dvcPath: string;
  /** The directory object, the only digest that the forge sees. */
  readonly directory: DvcObject;
  /** Every object below it. */
  readonly objects: readonly DvcObject[];
  readonly branch: string;
  /** The result change; `null` until it was raised. */
  readonly change: number | null;
  /** The landing by which it was approved; absent until then. */
  readonly landedAs?: string;
  readonly state: PublicationState;
  readonly detail: string;
  readonly updatedAt: string;
}
