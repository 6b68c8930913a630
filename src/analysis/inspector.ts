import type { Logger } from "pino";
import type { ChangedLines } from "../core/inspect/changed-lines.ts";
import type { Baseline } from "../core/inspect/find-existing.ts";
import { openCatalogue } from "../core/inspect/inspect-catalogue.ts";
import type { FileModel, PackedDags } from "../core/inspect/packed-dags.ts";
import type { PackedTree, TreeFile } from "../core/inspect/packed-tree.ts";
import { inspectRepository, prepareRules, type RawInspection } from "../core/inspect/run-rules.ts";
import { assembleInspection } from "../core/inspect.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { allRules, ruleSet } from "../rules/rule-set.ts";
import type { ChangedPath, OpenRequest, RepositorySubject, RunUnderWay, SharedFacts } from "../rules/subject.ts";
import { ofAffectedOnlyNew, withAffected } from "./affected-files.ts";
import { type AskingRun, answerWants } from "./answer-wants.ts";
import { besideBefore, inputBefore, linesOf } from "./before-change.ts";
import { consequencesOf } from "./consequences-of.ts";
import { expandArchives } from "./expand-archives.ts";
import { type FilesBeside, filesAtHand } from "./files-beside.ts";
import type { FileToRead } from "./gather-facts.ts";
import { readImportedCode } from "./imported-code.ts";
import { listJobFiles, readJobSchemas } from "./job-files.ts";
import { type Around, type AskNode, lookAround } from "./look-around.ts";
import { lookAtBytes } from "./look-at-bytes.ts";
import { type Done, type Ran, type Reading, readContext, readFiles } from "./read-files.ts";
import { type ModelSettings, readModels } from "./read-models.ts";
import { withCache } from "./result-cache.ts";
import { openFacts } from "./shared-facts.ts";
import { toShared } from "./to-shared.ts";
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
  readonly before?: { readonly path: string; readonly content: Uint8Array; readonly archive?: string } | null;
  /** The archive of which it was unpacked; absent: it stands in the repository. */
  readonly archive?: string;
}

export interface InspectionInput {
  readonly files: readonly FileToInspect[];
  /** Other files of the merged tree that rules may look into, such as the DAG files that a job request names. */
  readonly context: readonly Omit<FileToRead, "kind">[];
  /** Whether `files` and `context` hold every DAG file of the tree, so that what is not in them is not there. Default: no. */
  readonly isContextComplete?: boolean;
  /** The DAGs of the rest of the repository; then `isContextComplete` says nothing. Absent: nobody looked. */
  readonly rest?: RestOfRepository;
  /** Files that the change removes, as they were: what is said of the others before the change depends on them. */
  readonly removed?: readonly FileToRead[];
  /** The repository before the change, where that is what is looked at, without a tree that rules know. */
  readonly treeBefore?: PackedTree | null;
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
  /** Answers what the node has of DAGs that are spoken of. Absent: the inventory alone tells. */
  readonly askNode?: AskNode;
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
  /** Requests of other open changes that stand beside those of this one. */
  readonly openRequests?: readonly OpenRequest[] | null;
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

/** Runs all rules on the files as they are, and again on what they were before, to tell what is new. */
export async function inspectWith(
  asGiven: InspectionInput,
  pool: AskingRun,
  besideGiven: FilesBeside = filesAtHand([...asGiven.files, ...asGiven.context]),
): Promise<Inspection> {
  const { input: given, beside, ...expanded } = await expandArchives(asGiven, besideGiven);
  const reading = { shared: toShared(given, readJobSchemas(given)), pool, beside };
  const looked = [...expanded.closed, ...(await readContext(given, reading))];
  const input = withAffected(given, looked);
  const around = new Set(input.context.map(({ path }) => path));
  const context = looked.filter(({ path }) => around.has(path));
  const now = await readFiles(input, context, reading);
  const earlier = inputBefore(input, reading.shared.tree);
  const then =
    earlier === null ? null : await readEarlier(earlier, context, { pool, beside: besideBefore(input, beside) });
  const { done } = now;
  const outside = await lookAround(input, earlier, now, then);
  const inspection = assembleInspection({
    files: new Map<string, Pick<FileToInspect, "changedLines">>([
      ...changedPaths(input),
      ...input.files.map((file) => [file.path, file] as const),
    ]),
    raw: [...now.raw, inspectTogether(input, now, then, outside)],
    filesInspected: done.filter(({ outcome }) => outcome.status === "inspected").length,
    unread: [...expanded.unread, ...listUnread(done)],
    rules: allRules,
    severities: input.severities,
    noqa: new Map(done.map(({ path, outcome }) => [path, outcome.noqa])),
    ...(earlier === null || then === null ? {} : { baseline: toBaseline(input, earlier, then, outside) }),
  });
  if (then === null) return inspection;
  const told = input === given ? inspection : ofAffectedOnlyNew(inspection, given, then.raw);
  const imported = await readImportedCode(input, { now, then }, beside);
  const catalogue = openCatalogue(now.shared.catalogue);
  const { nodeDags } = outside;
  return { ...told, consequences: consequencesOf(input, { now, then, catalogue, nodeDags, imported }) };
}

function listUnread(done: readonly Done[]): Inspection["unread"] {
  return done
    .filter(({ outcome }) => outcome.status === "unread")
    .map(({ path, outcome }) => ({ path, reason: outcome.reason ?? "it could not be read" }));
}

/** The same files before the change, and those that it removes. */
async function readEarlier(
  earlier: InspectionInput,
  context: readonly Done[],
  how: Pick<Reading, "pool" | "beside">,
): Promise<Ran> {
  const reading = { ...how, shared: toShared(earlier, readJobSchemas(earlier)) };
  const again = await readContext(earlier, reading);
  const isAgain = new Set(again.map(({ path }) => path));
  return readFiles(earlier, [...context.filter(({ path }) => !isAgain.has(path)), ...again], reading);
}

/** What was said of the files before the change. */
function toBaseline({ files }: InspectionInput, earlier: InspectionInput, then: Ran, outside: Around): Baseline {
  const unread = new Set(then.done.filter(({ outcome }) => outcome.status === "unread").map(({ path }) => path));
  const places = new Map(files.map((file) => [file.path, file.before === null ? null : file.before?.path]));
  return {
    raw: [...then.raw, inspectTogether(earlier, then, null, outside)],
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

function inspectTogether(
  input: InspectionInput,
  { shared }: Ran,
  then: Ran | null,
  { requested, nodeDags }: Around,
): RawInspection {
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
    jobs: listJobFiles({ files, context }, requested),
    before: then === null ? null : openCatalogue(then.shared.catalogue),
    runs: known?.runs ?? null,
    nodeDags,
    openRequests: known?.openRequests ?? null,
  };
  return inspectRepository(subject, prepareRules(ruleSet, severities));
}
