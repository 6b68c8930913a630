import type { RepositoryKey } from "./identity.ts";

/** How a task names another DAG. `marks`: as what follows (`ExternalTaskMarker`). */
export type DagNaming = "triggers" | "awaits" | "marks";

export function isDagNaming(kind: string): kind is DagNaming {
  return kind === "triggers" || kind === "awaits" || kind === "marks";
}

/** A place where a DAG is made or named. */
export interface DagMention {
  /** `may-have`: it is made under some condition, or comes from another file. `drops`: a change takes it away. */
  readonly kind: "has" | "may-have" | "drops" | DagNaming;
  readonly dagId: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The task that names it; `null` where the DAG itself is meant. */
  readonly taskId: string | null;
}

/** Whose DAGs were read: what a repository has live, or what one of its open changes speaks of. */
export interface DagSource {
  readonly repository: RepositoryKey;
  /** `null`: what is live. */
  readonly change: number | null;
  /** As the forge names it, so that its changes can be looked at again. */
  readonly name: string;
  /** As the node's file has it. */
  readonly namespace: string;
  /** The commit, and all else that the reading depends on. */
  readonly readAs: string;
  /** Why it may have more DAGs; `null`: it has no others. */
  readonly unclear: string | null;
}

/** A mention outside of what is looked at. */
export interface DagElsewhere extends DagMention {
  /** As the node's file names it. */
  readonly repository: string;
  /** Whether that is the repository which is looked at; then it is another change of it. */
  readonly isOwn: boolean;
  /** The open change that it is of; `null` for what is live. */
  readonly change: number | null;
}

/** A task outside of what is looked at, that names a DAG. */
export interface TaskElsewhere extends DagElsewhere {
  readonly kind: DagNaming;
}

/** What is known of the other repositories of a node, of those DAGs that were asked about. Repositories are named as the node's file does. */
export interface NodeDags {
  readonly mentions: readonly DagElsewhere[];
  /** Whose DAGs are known: those of the repository that is looked at, and of all that were read. */
  readonly known: readonly string[];
  /** Nobody has read them yet. */
  readonly unread: readonly string[];
  /** They were read, and may have more DAGs. */
  readonly unclear: readonly { readonly repository: string; readonly reason: string }[];
}
