import type { RepositoryKey } from "../../domain/identity.ts";
import type { DagMention, DagSource } from "../../domain/node-dags.ts";

export interface StoredMention extends DagMention, Pick<DagSource, "repository" | "change" | "namespace"> {}

/** Which DAGs the repositories of a node have and name: what is live, and what open changes would bring. */
export interface NodeDagStore {
  /** What was last recorded of a repository's live DAGs (`change: null`) or of one of its changes. */
  readDagSource(repository: RepositoryKey, change: number | null): Promise<DagSource | null>;
  /**
   * Takes the place of what was recorded of it, in one transaction; no other repository is live in its namespace then. Answers the
   * ids of which something is said that was not, or no longer is.
   */
  recordDags(source: DagSource, mentions: readonly DagMention[]): Promise<readonly string[]>;
  /** Answers the ids of which something was said. */
  forgetDags(repository: RepositoryKey, change: number | null): Promise<readonly string[]>;
  /** All that is said of these DAGs. It costs what the answer has. */
  findMentions(dagIds: readonly string[]): Promise<readonly StoredMention[]>;
  /** Of what is live, by namespaces. */
  listLiveDagSources(): Promise<readonly DagSource[]>;
  /** Changes that speak of any of these DAGs, or (`null`) of any DAG, by repositories and numbers; at most `most`, the newest. */
  listChangesNaming(dagIds: readonly string[] | null, most: number): Promise<readonly DagSource[]>;
  /** Changes of a repository of which something is recorded. */
  listDagChanges(repository: RepositoryKey): Promise<readonly number[]>;
  /** Forgets all repositories but those in these namespaces. */
  keepNamespaces(namespaces: readonly string[]): Promise<void>;
}
