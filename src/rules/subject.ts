import type { ChangedFile } from "../domain/change.ts";
import type { FileProblem } from "../domain/file-problem.ts";
import type { Span } from "../domain/finding.ts";
import type { Person } from "../domain/identity.ts";
import type { NodeInventory } from "../domain/inventory.ts";
import type { NodeFile } from "../domain/node.ts";
import type { DagNaming, NodeDags } from "../domain/node-dags.ts";
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
import type { Certainty, Dag, DagModule, NamedString } from "../python/dag-model.ts";
import type { DagsterJob } from "../python/dagster/dagster-model.ts";
import type { ModuleImport } from "../python/import-list.ts";

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

/** What is kept of each DAG of the repository, whether or not its file was asked about. */
export type KnownDag = Pick<
  LocatedDag,
  | "path"
  | "dagId"
  | "idSpan"
  | "definedIn"
  | "isRegistered"
  | "isUnconditional"
  | "params"
  | "paramsCertainty"
  | "certainty"
  | "reason"
>;

/** A job of Dagster, with the file that lists or binds it. */
export interface LocatedJob extends DagsterJob {
  readonly path: string;
}

/** A code location of Dagster. */
export interface CodeLocationFile {
  /** The file that has its definitions. */
  readonly path: string;
  /** The names of its jobs. */
  readonly jobs: readonly string[];
  /** Why it may have more jobs; `null`: it has no others. */
  readonly unclear: string | null;
}

/** Where a task names another DAG, by a constant: one that it triggers, waits for, or marks as what follows (`ExternalTaskMarker`). */
export interface DagReference {
  readonly kind: DagNaming;
  /** The DAG that is named. */
  readonly dagId: string;
  /** The file, and in it the argument that names it. */
  readonly path: string;
  readonly span: Span;
  /** The DAG that the task is of; `null` where its id is not known. */
  readonly of: string | null;
  readonly taskId: string;
}

/** The DAGs of the repository as it would be after the change. */
export interface DagCatalogue {
  /** Those of the files that were asked about, with all that is known of them. */
  readonly dags: readonly LocatedDag[];
  /** `exact`: there is no DAG in the repository that is not found. */
  readonly certainty: Certainty;
  readonly reason: string | null;
  /** All DAGs of the repository that have this id, by their paths. */
  readonly find: (dagId: string) => readonly KnownDag[];
  /** All jobs of Dagster that have this name, by their paths. */
  readonly findJobs: (name: string) => readonly LocatedJob[];
  /** `exact`: the repository has no job of Dagster that is not found. `unknown`: it has no code location at all. */
  readonly jobs: { readonly certainty: Certainty; readonly reason: string | null };
  /** The code location whose definitions stand in a file; `null` where there is none. */
  readonly locationAt: (path: string) => CodeLocationFile | null;
  /** Every file with definitions, by their paths. `isLoose`: Dagster looks at it only where it is pointed to it. */
  readonly listLocations: () => readonly { readonly path: string; readonly isLoose: boolean }[];
  /** Every name of a job once, sorted: for words of help alone. */
  readonly listJobs: () => readonly string[];
  /** All tasks of the repository that name a DAG by this id, by their paths. */
  readonly referring: (dagId: string) => readonly DagReference[];
  /** Every id of the repository once, sorted. It costs what the repository has, so it is for words of help alone. */
  readonly listIds: () => readonly string[];
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

export interface TreePath {
  readonly path: string;
  /** As git writes it: `100644`, `100755`, `120000` (symbolic link), `160000` (submodule). */
  readonly mode: string;
  /** In bytes; `null` where it was not looked up: of the files of the change it always is. */
  readonly size: number | null;
}

/** What stands in the repository as it would be after the change: names only, no contents. */
export interface TreeListing {
  /** How many files it has. */
  readonly length: number;
  find(path: string): TreePath | null;
  /** Whether any file stands below this folder (without a slash at its end). */
  hasFolder(path: string): boolean;
  /** Whether any file's path begins with these letters. */
  hasBeginning(letters: string): boolean;
  /** All files below a folder (`""`: all there are, which costs what the repository has), by the code units of their paths. */
  below(folder: string): Iterable<TreePath>;
  /** Other files and folders that have the same name as this one where capitals and accents are folded, sorted. */
  alike(path: string): readonly string[];
  /** Whether any Python file has this name, or is in a folder that has it. */
  hasModule(name: string): boolean;
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

/** What a file is by its bytes. `what` names a program in words, such as `an ELF program`; `null` for all else. */
export interface ContentLooks {
  readonly form: "text" | "picture" | "archive" | "program" | "binary";
  readonly what: string | null;
}

/** One path that a change touches, removed ones included. */
export interface ChangedPath extends Pick<ChangedFile, "path" | "previousPath" | "status" | "mode"> {
  /** In bytes, after the change; `null` for what has no content of its own (removed, a submodule). */
  readonly size: number | null;
  readonly kind: string;
  /** Where a symbolic link points to; absent where it is none, or was not read. */
  readonly link?: string;
  /** Absent where it was not read. */
  readonly looks?: ContentLooks;
  /** It is an archive among the DAGs, though its name does not say so. */
  readonly isHiddenArchive?: true;
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
  readonly nodeFile: { readonly problems: readonly FileProblem[] } | null;
}

/** All files that were asked about, together. */
export interface RepositorySubject extends SharedFacts {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** What the change touches; `null` where a tree is checked as it is. */
  readonly changed: readonly ChangedPath[] | null;
  /** The links and submodules of a tree that is checked as it is, as if they were new; of a change they are among `changed`. */
  readonly opaque: readonly ChangedPath[];
  readonly jobs: readonly JobRequestFile[];
  /** The repository before the change; its `dags` are those of the files that the change touches, removed ones included. `null`: nobody looked. */
  readonly before: DagCatalogue | null;
  /** Of the node's engine; `null` where it is not known. */
  readonly runs: readonly RunUnderWay[] | null;
  /** What other repositories of the node have, of the DAGs that are spoken of here; `null`: nobody keeps that. */
  readonly nodeDags: NodeDags | null;
  /** `null`: nobody asked for the other open changes. */
  readonly openRequests: readonly OpenRequest[] | null;
}
