import type { FileProblem } from "../domain/file-problem.ts";
import type { Span } from "../domain/finding.ts";
import type { Person } from "../domain/identity.ts";
import type { NodeInventory } from "../domain/inventory.ts";
import type { NodeFile } from "../domain/node.ts";
import type { NodeDags } from "../domain/node-dags.ts";
import type { KindOfPath } from "../domain/policy.ts";
import type { RunState } from "../domain/run.ts";
import type { NamedLocation } from "../formats/code-location-names.ts";
import type { DockerfileReading } from "../formats/dockerfile.ts";
import type { DvcFileReading } from "../formats/dvc-file.ts";
import type { JobRequestReading } from "../formats/job-request.ts";
import type { SchemaCompiler } from "../formats/json-schema.ts";
import type { ManifestFile } from "../formats/manifest-file.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import type { CodeFacts } from "../python/code/code-facts.ts";
import type { DagModule, NamedString } from "../python/dag-model.ts";
import type { ModuleImport } from "../python/import-list.ts";
import type { ChangedPath } from "./changed-path.ts";
import type { DagCatalogue } from "./dag-catalogue.ts";
import type { TreeListing } from "./tree-listing.ts";

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

/** A run of a DAG that has begun, or is about to: the job request that it is of. */
export interface RunUnderWay {
  readonly dagId: string;
  readonly state: RunState;
  readonly path: string;
  /** Whose request that is; absent: this repository's. */
  readonly repository?: string;
}

/** What ruff's linter says of a line, before the named filters (`src/rules/lint-filters/`) have their say. */
export interface LintProblem {
  /** Ruff's own code, such as `S608`. */
  readonly code: string;
  /** Ruff's own sentence. */
  readonly message: string;
  readonly span: Span;
  /** What ruff says is there instead, in Airflow 3; absent where it says nothing of the kind. */
  readonly instead?: string;
}

/** What rules may know of the node's own file. */
export type NodeFacts = Pick<NodeFile, "node" | "python" | "datasets" | "repositories" | "storage" | "targets">;

export interface ChangeFacts {
  readonly number: number;
  readonly author: Person;
  /** Whether its author is a program. Absent: not known. */
  readonly isBot?: boolean;
  /** Authors and co-authors of its commits; absent where not all of them are known. */
  readonly commitAuthors?: readonly Person[];
}

/** A job request of the repository. */
export interface JobRequestFile {
  readonly path: string;
  /** Of its text; equal texts have equal ones. */
  readonly digest: string;
  /** Whether it is among the files that were asked about. */
  readonly isAsked: boolean;
  /** The DAG that it names, of one that was asked about; `null` where it names none, or cannot be read. */
  readonly dag: RequestedDag | null;
}

export interface RequestedDag {
  readonly dagId: string;
  readonly span: Span;
}

/** An output that a `.dvc` file, or a stage of a `dvc.yaml`, names. */
export interface NamedOut {
  /** The file that names it. */
  readonly path: string;
  /** What it names, from the top of the repository. */
  readonly place: string;
  /** `null`: of a `.dvc` file. */
  readonly stage: string | null;
  /** Of the name. */
  readonly span: Span;
}

/** A job request of another open change, beside one that was asked about. */
export interface OpenRequest {
  /** The one that was asked about. */
  readonly path: string;
  readonly change: number;
  readonly otherPath: string;
  /** Whether the two are equal to the letter; else they are two files of one path. */
  readonly isEqual: boolean;
}

/** What is known beyond a file's own text. `null`: not known here, so that a rule which depends on it says `indeterminate`, or nothing. */
export interface SharedFacts {
  readonly catalogue: DagCatalogue;
  /** The repository after the change. */
  readonly tree: TreeListing | null;
  readonly node: NodeFacts | null;
  readonly inventory: NodeInventory | null;
  /** What the repository's requirements files and `pyproject.toml` ask for, after the change. */
  readonly declared: readonly DependencyFile[] | null;
  /** `null` in the command line tool. */
  readonly change: ChangeFacts | null;
  /** As the forge names it, such as `acme/study`. */
  readonly repository: string | null;
  /** What the policy says that paths are. */
  readonly kinds: readonly KindOfPath[] | null;
  /** The texts of `jobs/schemas/*.json`, by path; the text is `null` of one that is too large. `null`: nobody looked. */
  readonly jobSchemas: Readonly<Record<string, string | null>> | null;
}

/** A file that a task's `pod_template_file` names: its text, or why that is not known. */
export type PodTemplate = { readonly span: Span } & ({ readonly text: string } | { readonly unknown: string });

/** One file, with all that is known of it. A part that is `null` does not apply to this file. */
export interface FileSubject extends SharedFacts {
  readonly path: string;
  readonly kind: string;
  readonly text: string;
  /** Whether Airflow passes over it, as an `.airflowignore` says: it is none of its DAG files, but may be loaded by one. */
  readonly isIgnored: boolean;
  /** The node's Python, `major.minor`. */
  readonly python: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly module: DagModule | null;
  readonly syntax: readonly SyntaxProblem[];
  readonly lint: readonly LintProblem[];
  readonly namedStrings: readonly NamedString[];
  /** What a Python file imports. */
  readonly imports: readonly ModuleImport[];
  /** What this file itself asks for: all of a requirements file, of a Python file its script block and docstring. */
  readonly dependencies: readonly DependencyFile[];
  /** What the code of a Python file does; `null` where a quick look said that no rule could speak of it. */
  readonly code: CodeFacts | null;
  /** What the tasks of a Python file name as their pods' templates. */
  readonly podTemplates: readonly PodTemplate[];
  /** The texts of files that its tasks load as commands or SQL, by the names that the code has for them. */
  readonly taskTemplates: ReadonlyMap<string, string>;
  readonly secrets: readonly SecretHit[];
  readonly job: JobRequestReading | null;
  /** The code locations that files of the repository name; `null` where the file is no job request. */
  readonly locations: readonly NamedLocation[] | null;
  /** Compiles a JSON Schema; there for job requests and the schemas of their parameters. */
  readonly compileSchema: SchemaCompiler | null;
  readonly dvc: DvcFileReading | null;
  /** YAML for a cluster: manifests, Helm charts, Argo CD. */
  readonly manifests: ManifestFile | null;
  readonly dockerfile: DockerfileReading | null;
  /** What is wrong with the node's own file. */
  readonly nodeFile: { readonly problems: readonly (FileProblem & { readonly remedy?: string })[] } | null;
}

/** All files that were asked about, together. */
export interface RepositorySubject extends SharedFacts {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** What the change touches; `null` where a tree is checked as it is. */
  readonly changed: readonly ChangedPath[] | null;
  /** The links and submodules of a tree that is checked as it is, as if they were new; of a change they are among `changed`. */
  readonly opaque: readonly ChangedPath[];
  /** The other files of a tree that is checked as it is; of a change they are among `changed`. */
  readonly standing: readonly { readonly path: string }[];
  readonly jobs: readonly JobRequestFile[];
  /** What files of DVC name as their outputs: first those that stand beside the ones that were asked about, then these by their paths. */
  readonly outs: readonly (NamedOut & { readonly isAsked: boolean })[];
  /** The repository before the change; its `dags` are those of the files that the change touches, removed ones included. `null`: nobody looked. */
  readonly before: DagCatalogue | null;
  /** Of the node's engine; `null` where it is not known. */
  readonly runs: readonly RunUnderWay[] | null;
  /** What other repositories of the node have, of the DAGs that are spoken of here; `null`: nobody keeps that. */
  readonly nodeDags: NodeDags | null;
  /** `null`: nobody asked for the other open changes. */
  readonly openRequests: readonly OpenRequest[] | null;
}
