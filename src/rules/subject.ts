import type { Span } from "../domain/finding.ts";
import type { DvcFileReading } from "../formats/dvc-file.ts";
import type { JobRequestReading } from "../formats/job-request.ts";
import type { Certainty, Dag, DagModule, NamedString } from "../python/dag-model.ts";

/** What CPython of the node's version would refuse, as ruff says it. */
export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

/** Something that secretlint holds for a credential. The value itself is only for comparing, never for showing. */
export interface SecretHit {
  /** Such as `GitHub token`. */
  readonly what: string;
  readonly value: string;
  readonly span: Span;
}

export interface LocatedDag extends Dag {
  readonly path: string;
}

/** The DAGs of the repository as it would be after the change. */
export interface DagCatalogue {
  readonly dags: readonly LocatedDag[];
  /** `exact`: there is no DAG in the repository that is not listed. */
  readonly certainty: Certainty;
  readonly reason: string | null;
}

/** One file, with all that is known of it. A part that is `null` does not apply to this file. */
export interface FileSubject {
  readonly path: string;
  readonly kind: string;
  readonly text: string;
  /** The node's Python, `major.minor`. */
  readonly python: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly module: DagModule | null;
  readonly syntax: readonly SyntaxProblem[];
  readonly namedStrings: readonly NamedString[];
  readonly secrets: readonly SecretHit[];
  readonly job: JobRequestReading | null;
  readonly dvc: DvcFileReading | null;
  readonly catalogue: DagCatalogue;
}

export interface RepositorySubject {
  readonly catalogue: DagCatalogue;
}
