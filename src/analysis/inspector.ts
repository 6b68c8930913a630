import type { Logger } from "pino";
import type { ChangedLines } from "../core/inspect/changed-lines.ts";
import type { Baseline } from "../core/inspect/find-existing.ts";
import { type LocatedModule, noDags, openCatalogue, packCatalogue } from "../core/inspect/inspect-catalogue.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { PackedDags } from "../core/inspect/packed-dags.ts";
import { type PackedTree, packTree, type TreeFile } from "../core/inspect/packed-tree.ts";
import { inspectRepository, prepareRules, type RawInspection } from "../core/inspect/run-rules.ts";
import { assembleInspection } from "../core/inspect.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { unknownModule } from "../python/read-dag-module.ts";
import { allRules, ruleSet } from "../rules/rule-set.ts";
import type { ChangedPath, RepositorySubject, RunUnderWay, SharedFacts } from "../rules/subject.ts";
import { consequencesOf } from "./consequences-of.ts";
import { listJobFiles, readJobSchemas } from "./job-files.ts";
import { lookAtBytes } from "./look-at-bytes.ts";
import { withCache } from "./result-cache.ts";
import { nothingKnown, openFacts, type SharedInput } from "./shared-facts.ts";
import type { FileOutcome } from "./worker-messages.ts";
import { createWorkerPool, type WorkerPool } from "./worker-pool.ts";

export interface FileToInspect {
  readonly path: string;
  readonly content: Uint8Array;
  /** As the policy's `kinds` name it; `other` when none matches. */
  readonly kind: string;
  readonly changedLines: ChangedLines;
  /**
   * The file before the change, under the name that it had; `null`: it was not there, or cannot be read, so that all of it is new.
   * Absent: nobody looked, and a finding is new where its lines are.
   */
  readonly before?: { readonly path: string; readonly content: Uint8Array } | null;
}

export interface InspectionInput {
  readonly files: readonly FileToInspect[];
  /** Other files of the merged tree that rules may look into, such as the DAG files that a job request names. */
  readonly context: readonly { readonly path: string; readonly content: Uint8Array }[];
  /** Whether `files` and `context` hold every DAG file of the tree, so that what is not in them is not there. Default: no. */
  readonly isContextComplete?: boolean;
  /** The DAGs of the rest of the repository; then `isContextComplete` says nothing. Absent: nobody looked. */
  readonly rest?: RestOfRepository;
  /** Files that the change removes, as they were: what is said of the others before the change depends on them. */
  readonly removed?: readonly { readonly path: string; readonly kind: string; readonly content: Uint8Array }[];
  /** The node's Python, `major.minor`. */
  readonly python: string;
  /** What the policy's `rules` say. */
  readonly severities: Policy["rules"];
  /** `YYYY-MM-DD` (UTC). */
  readonly today: string;
  /** What is known beyond the files; what is left out is not known. */
  readonly known?: KnownFacts;
}

export interface RestOfRepository {
  readonly dags: PackedDags;
  /** Paths that the change touches, in whose stead stand the files that were asked about. */
  readonly gone: readonly string[];
  /** Why it may have more DAGs than that; `null`: it has no others. */
  readonly missing: string | null;
}

export interface KnownFacts extends Partial<Omit<SharedFacts, "catalogue" | "tree">> {
  /** The repository after the change: its files in any order, or packed. */
  readonly tree?: readonly TreeFile[] | PackedTree | null;
  /** What the change touches; left out or `null` where a tree is checked as it is. */
  readonly changed?: readonly ChangedPath[] | null;
  /** Of a tree that is checked as it is: its links and submodules. */
  readonly opaque?: readonly ChangedPath[];
  /** Runs that the node's engine has not ended. */
  readonly runs?: readonly RunUnderWay[] | null;
}

export interface Inspector {
  /** Runs all rules. Never throws for what a file holds: a file that cannot be read is in `unread`. */
  inspect(input: InspectionInput): Promise<Inspection>;
  close(): Promise<void>;
}

export interface InspectorSettings {
  /** How many threads, at least 1. They start when they are needed, and stay. */
  readonly workers: number;
  /** For each file, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: Logger;
  /** How much of what was said of files is kept for the next inspection, in bytes; absent: nothing. */
  readonly cacheBytes?: number;
}

/** Inspects files in worker threads, so that no file can stop or slow the process. Close it in the end. */
export function createInspector(settings: InspectorSettings): Inspector {
  const pool = createWorkerPool(settings);
  const { cacheBytes = 0 } = settings;
  const run = cacheBytes === 0 ? pool : withCache(pool, cacheBytes);
  return { inspect: (input) => inspectWith(input, run), close: () => pool.close() };
}

interface Done {
  readonly path: string;
  readonly outcome: FileOutcome;
}

/** Runs all rules on the files as they are, and again on what they were before, to tell what is new. */
export async function inspectWith(input: InspectionInput, pool: Pick<WorkerPool, "run">): Promise<Inspection> {
  const now = await readFiles(input, pool);
  const earlier = inputBefore(input);
  const then = earlier === null ? null : await readFiles(earlier, pool, now);
  const { done } = now;
  const inspection = assembleInspection({
    files: new Map<string, Pick<FileToInspect, "changedLines">>([
      ...changedPaths(input),
      ...input.files.map((file) => [file.path, file] as const),
    ]),
    raw: [...now.raw, inspectTogether(input, now, then)],
    filesInspected: done.filter(({ outcome }) => outcome.status === "inspected").length,
    unread: done
      .filter(({ outcome }) => outcome.status === "unread")
      .map(({ path, outcome }) => ({ path, reason: outcome.reason ?? "it could not be read" })),
    rules: allRules,
    severities: input.severities,
    noqa: new Map(done.map(({ path, outcome }) => [path, outcome.noqa])),
    ...(earlier === null || then === null ? {} : { baseline: toBaseline(input, earlier, then) }),
  });
  return then === null ? inspection : { ...inspection, consequences: consequencesOf(input, { now, then }) };
}

interface Ran {
  readonly done: readonly Done[];
  readonly raw: readonly RawInspection[];
  /** Of the files that are only looked into. */
  readonly context: readonly Done[];
  /** With the DAGs of all of them. */
  readonly shared: SharedInput;
}

/** Runs the rules for single files, each file as a task of the pool: Python first, since other files speak of its DAGs. */
async function readFiles(input: InspectionInput, pool: Pick<WorkerPool, "run">, known?: Ran): Promise<Ran> {
  const python = input.files.filter((file) => partsOf(file.path, file.kind).python);
  const others = input.files.filter((file) => !partsOf(file.path, file.kind).python);
  const given = new Set(input.files.map((file) => file.path));
  const context = input.context.filter(({ path }) => path.endsWith(".py") && !given.has(path));

  const shared = toShared(input, readJobSchemas(input));
  const run = async ({ path, kind, content }: FileToInspect, told: SharedInput): Promise<Done> => {
    return { path, outcome: await pool.run({ job: "inspect", file: { path, kind, content }, shared: told }) };
  };
  const model = async ({ path, content }: { path: string; content: Uint8Array }): Promise<Done> => {
    return { path, outcome: await pool.run({ job: "model", file: { path, kind: "dag", content }, shared }) };
  };

  const [ofPython, ofContext] = await Promise.all([
    Promise.all(python.map((file) => run(file, shared))),
    Promise.all([...(known?.context ?? []), ...context.map(model)]),
  ]);
  const removed = new Set(input.removed?.map(({ path }) => path)); // of which only what was before has any
  const catalogue = packCatalogue({
    asked: [...ofPython, ...ofContext.filter(({ path }) => removed.has(path))].map(toModule),
    around: ofContext.filter(({ path }) => !removed.has(path)).map(toModule),
    rest: input.rest?.dags ?? noDags,
    gone: input.rest?.gone ?? [],
    missing: whatIsMissing(input, ofPython.length + ofContext.length),
  });
  const withCatalogue = { ...shared, catalogue };
  const ofOthers = await Promise.all(others.map((file) => run(file, withCatalogue)));
  const done = [...ofPython, ...ofOthers];
  return { done, raw: done.map(({ outcome }) => outcome.raw), context: ofContext, shared: withCatalogue };
}

/** Why there may be DAGs that nobody looked at; `null` where there are none. */
function whatIsMissing({ rest, isContextComplete }: InspectionInput, count: number): string | null {
  if (rest !== undefined) return rest.missing;
  if (count === 0) return "no DAG file of the repository was given";
  return isContextComplete ? null : "not all DAG files of the repository were looked at";
}

/** The same files before the change; `null` where nobody gave what they were. */
function inputBefore(input: InspectionInput): InspectionInput | null {
  const { files, removed = [] } = input;
  if (files.every(({ before }) => before === undefined) && removed.length === 0) return null;
  const before = files.flatMap(({ before, kind }) =>
    before == null ? [] : [{ path: before.path, content: before.content, kind, changedLines: null }],
  );
  const beside = input.context.filter(({ path }) => !path.endsWith(".py")); // of the others the models are there
  const context = [...removed.map(({ path, content }) => ({ path, content })), ...beside];
  const { tree: _, ...known } = input.known ?? {};
  return { ...input, files: before, context, known: { ...known, changed: null } };
}

/** What was said of the files before the change. */
function toBaseline({ files }: InspectionInput, earlier: InspectionInput, then: Ran): Baseline {
  const unread = new Set(then.done.filter(({ outcome }) => outcome.status === "unread").map(({ path }) => path));
  const places = new Map(files.map((file) => [file.path, file.before === null ? null : file.before?.path]));
  return {
    raw: [...then.raw, inspectTogether(earlier, then, null)],
    placeBefore: (path) => {
      const place = places.get(path);
      return place != null && unread.has(place) ? null : place;
    },
    lineNow: linesOf(files),
    lineBefore: linesOf(earlier.files),
  };
}

/** Looks up single lines of files, each of which is decoded when the first of its lines is asked for. */
function linesOf(files: readonly { readonly path: string; readonly content: Uint8Array }[]) {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const lines = new Map<string, readonly string[]>();
  return (path: string, line: number): string | null => {
    const known = lines.get(path) ?? new TextDecoder().decode(contents.get(path) ?? new Uint8Array()).split("\n");
    lines.set(path, known);
    return known[line - 1] ?? null;
  };
}

function toShared(
  { python, today, severities, known = {} }: InspectionInput,
  jobSchemas: SharedInput["jobSchemas"],
): SharedInput {
  const { tree, changed: _, opaque: __, runs: ___, ...others } = known;
  return {
    ...nothingKnown,
    jobSchemas,
    ...others,
    tree: tree == null ? null : "changes" in tree ? tree : packTree(tree),
    python,
    today,
    severities,
  };
}

/** What is removed or cannot be read has findings, too. */
function changedPaths({ known }: InspectionInput) {
  return [...(known?.changed ?? []), ...(known?.opaque ?? [])].map(({ path }) => [path, { changedLines: null }] as const);
}

function inspectTogether(input: InspectionInput, { shared }: Ran, then: Ran | null): RawInspection {
  const { files, context, known, today, severities } = input;
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const changed = known?.changed?.map((one): ChangedPath => {
    const content = contents.get(one.path);
    return content === undefined ? one : { ...one, looks: lookAtBytes(content) };
  });
  const subject: RepositorySubject = {
    ...openFacts(shared),
    today,
    changed: changed ?? null,
    opaque: known?.opaque ?? [],
    jobs: listJobFiles({ files, context }),
    before: then === null ? null : openCatalogue(then.shared.catalogue),
    runs: known?.runs ?? null,
  };
  return inspectRepository(subject, prepareRules(ruleSet, severities));
}

function toModule({ path, outcome }: Done): LocatedModule {
  return { path, module: outcome.module ?? unknownModule(outcome.reason ?? "it could not be read") };
}
