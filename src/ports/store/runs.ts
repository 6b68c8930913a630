import type { RepositoryKey } from "../../domain/identity.ts";
import type { Publication } from "../../domain/publication.ts";
import type { Run } from "../../domain/run.ts";
import type { AuditEntry } from "./evidence.ts";

export interface RunStore {
  /** Creates the run unless one with this id exists, without an entry: its moves have one each. Answers the stored one. */
  createRun(run: Run): Promise<Run>;
  readRun(id: string): Promise<Run | null>;
  /**
   * Moves a run to another state, and records `entry` in the audit log with that, in one transaction; throws when the table of
   * transitions does not allow it. The same state again only updates `detail`.
   */
  moveRun(id: string, state: Run["state"], detail: string, entry: AuditEntry): Promise<Run>;
  listRunsOfChange(repository: RepositoryKey, change: number): Promise<readonly Run[]>;
  /** Runs that are not in a final state. */
  listUnfinishedRuns(): Promise<readonly Run[]>;
}

export interface PublicationStore {
  /** Creates it unless its run has one, without an entry: its moves have one each. Answers the stored one. */
  createPublication(publication: Publication): Promise<Publication>;
  readPublication(run: string): Promise<Publication | null>;
  findPublicationByChange(repository: RepositoryKey, change: number): Promise<Publication | null>;
  findPublicationByBranch(repository: RepositoryKey, branch: string): Promise<Publication | null>;
  /** Those whose `.dvc` file stands at one of some paths, in whatever state, oldest first. */
  listPublicationsAt(repository: RepositoryKey, dvcPaths: readonly string[]): Promise<readonly Publication[]>;
  /** Moves it along the table of transitions, and records `entry` in the audit log with that, in one transaction. */
  updatePublication(publication: Publication, entry: AuditEntry): Promise<void>;
  listUnfinishedPublications(): Promise<readonly Publication[]>;
}
