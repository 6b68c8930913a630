import type { Logger } from "pino";
import type { ChangedLines } from "../core/inspect/changed-lines.ts";
import type { Baseline } from "../core/inspect/find-existing.ts";
import { type LocatedModule, noDags, openCatalogue, packCatalogue } from "../core/inspect/inspect-catalogue.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { FileModel, PackedDags } from "../core/inspect/packed-dags.ts";
import type { PackedTree, TreeFile } from "../core/inspect/packed-tree.ts";
import { inspectRepository, prepareRules, type RawInspection } from "../core/inspect/run-rules.ts";
import { assembleInspection } from "../core/inspect.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { unknownModule } from "../python/read-dag-module.ts";
import { allRules, ruleSet } from "../rules/rule-set.ts";
import type { ChangedPath, RepositorySubject, RunUnderWay, SharedFacts } from "../rules/subject.ts";
import { type AskingRun, answerWants } from "./answer-wants.ts";
import { besideBefore, inputBefore, linesOf } from "./before-change.ts";
import { consequencesOf } from "./consequences-of.ts";
import { type FilesBeside, filesAtHand } from "./files-beside.ts";
import { listJobFiles, readJobSchemas } from "./job-files.ts";
import { lookAtBytes } from "./look-at-bytes.ts";
import { type ModelSettings, readModels } from "./read-models.ts";
import { withCache } from "./result-cache.ts";
import { openFacts, type SharedInput } from "./shared-facts.ts";
import { toShared } from "./to-shared.ts";
import type { FileOutcome } from "./worker-messages.ts";
import { createWorkerPool } from "./worker-pool.ts";

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
  /** Directories of the repository from which Python imports on the node. Default: the repository itself (`""`). */
  readonly roots?: readonly string[];
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
  /**
   * Runs all rules. Never throws for what a file holds: a file that cannot be read is in `unread`. `beside` has what the files import
   * and read, of the repository after the change; without it only the files of `input` are known.
   */
  inspect(input: InspectionInput, beside?: FilesBeside): Promise<Inspection>;
  /** Reads which DAGs the files at these paths have, and nothing else. Never throws for what a file holds. */
  readModels(paths: readonly string[], settings: ModelSettings, files: FilesBeside): Promise<readonly FileModel[]>;
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
  const asking = answerWants(pool);
  const run = cacheBytes === 0 ? asking : withCache(asking, cacheBytes);
  return {
    inspect: (input, beside) => inspectWith(input, run, beside),
    readModels: (paths, settings, files) => readModels(paths, settings, asking, files),
    close: () => pool.close(),
  };
}

interface Done {
  readonly path: string;
  readonly outcome: FileOutcome;
}

/** Runs all rules on the files as they are, and again on what they were before, to tell what is new. */
export async function inspectWith(
  input: InspectionInput,
  pool: AskingRun,
  beside: FilesBeside = filesAtHand([...input.files, ...input.context]),
): Promise<Inspection> {
  const now = await readFiles(input, pool, beside);
  const earlier = inputBefore(input);
  const then = earlier === null ? null : await readFiles(earlier, pool, besideBefore(input, beside), now);
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
async function readFiles(input: InspectionInput, pool: AskingRun, beside: FilesBeside, known?: Ran): Promise<Ran> {
  const python = input.files.filter((file) => partsOf(file.path, file.kind).python);
  const others = input.files.filter((file) => !partsOf(file.path, file.kind).python);
  const given = new Set(input.files.map((file) => file.path));
  const context = input.context.filter(({ path }) => path.endsWith(".py") && !given.has(path));

  const shared = toShared(input, readJobSchemas(input));
  const run = async ({ path, kind, content }: FileToInspect, told: SharedInput): Promise<Done> => {
    const task = { job: "inspect", file: { path, kind, content }, shared: told } as const;
    return { path, outcome: await pool.run(task, beside) };
  };
  const model = async ({ path, content }: { path: string; content: Uint8Array }): Promise<Done> => {
    const task = { job: "model", file: { path, kind: "dag", content }, shared } as const;
    return { path, outcome: await pool.run(task, beside) };
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

/** What is removed or cannot be read has findings, too. */
function changedPaths({ known }: InspectionInput) {
  return [...(known?.changed ?? []), ...(known?.opaque ?? [])].map(
    ({ path }) => [path, { changedLines: null }] as const,
  );
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
