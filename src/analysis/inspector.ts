import type { Logger } from "pino";
import { buildCatalogue } from "../core/inspect/inspect-catalogue.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import { packTree } from "../core/inspect/tree-listing.ts";
import { assembleInspection, type ChangedLines, inspectRepository, prepareRules } from "../core/inspect.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { unknownModule } from "../python/read-dag-module.ts";
import { allRules, ruleSet } from "../rules/rule-set.ts";
import type { ChangedPath, DagCatalogue, SharedFacts, TreePath } from "../rules/subject.ts";
import { listJobFiles, readJobSchemas } from "./job-files.ts";
import { lookAtBytes } from "./look-at-bytes.ts";
import { nothingKnown, openFacts, type SharedInput } from "./shared-facts.ts";
import type { FileOutcome } from "./worker-messages.ts";
import { createWorkerPool, type WorkerPool } from "./worker-pool.ts";

export interface FileToInspect {
  readonly path: string;
  readonly content: Uint8Array;
  /** As the policy's `kinds` name it; `other` when none matches. */
  readonly kind: string;
  readonly changedLines: ChangedLines;
}

export interface InspectionInput {
  readonly files: readonly FileToInspect[];
  /** Other files of the merged tree that rules may look into, such as the DAG files that a job request names. */
  readonly context: readonly { readonly path: string; readonly content: Uint8Array }[];
  /** Whether `files` and `context` hold every DAG file of the tree, so that what is not in them is not there. Default: no. */
  readonly isContextComplete?: boolean;
  /** The node's Python, `major.minor`. */
  readonly python: string;
  /** What the policy's `rules` say. */
  readonly severities: Policy["rules"];
  /** `YYYY-MM-DD` (UTC). */
  readonly today: string;
  /** What is known beyond the files; what is left out is not known. */
  readonly known?: KnownFacts;
}

export interface KnownFacts extends Partial<Omit<SharedFacts, "catalogue" | "tree">> {
  /** The repository after the change, in any order. */
  readonly tree?: readonly TreePath[] | null;
  /** What the change touches; left out or `null` where a tree is checked as it is. */
  readonly changed?: readonly ChangedPath[] | null;
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
}

/** Inspects files in worker threads, so that no file can stop or slow the process. Close it in the end. */
export function createInspector(settings: InspectorSettings): Inspector {
  const pool = createWorkerPool(settings);
  return { inspect: (input) => inspectWith(input, pool), close: () => pool.close() };
}

interface Done {
  readonly path: string;
  readonly outcome: FileOutcome;
}

/** Runs all rules, each file as a task of the pool: Python first, since other files speak of its DAGs. */
export async function inspectWith(input: InspectionInput, pool: Pick<WorkerPool, "run">): Promise<Inspection> {
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
    Promise.all(context.map(model)),
  ]);
  const catalogue = toCatalogue([...ofPython, ...ofContext], input.isContextComplete ?? false);
  const withCatalogue = { ...shared, catalogue };
  const ofOthers = await Promise.all(others.map((file) => run(file, withCatalogue)));

  const done = [...ofPython, ...ofOthers];
  return assembleInspection({
    files: new Map<string, Pick<FileToInspect, "changedLines">>([
      ...changedPaths(input),
      ...input.files.map((file) => [file.path, file] as const),
    ]),
    raw: [...done.map(({ outcome }) => outcome.raw), inspectTogether(input, withCatalogue)],
    filesInspected: done.filter(({ outcome }) => outcome.status === "inspected").length,
    unread: done
      .filter(({ outcome }) => outcome.status === "unread")
      .map(({ path, outcome }) => ({ path, reason: outcome.reason ?? "it could not be read" })),
    rules: allRules,
    severities: input.severities,
  });
}

function toShared(
  { python, today, severities, known = {} }: InspectionInput,
  jobSchemas: SharedInput["jobSchemas"],
): SharedInput {
  const { tree, changed: _, ...others } = known;
  return {
    ...nothingKnown,
    jobSchemas,
    ...others,
    tree: tree == null ? null : packTree(tree),
    python,
    today,
    severities,
  };
}

/** What is removed or cannot be read has findings, too. */
function changedPaths({ known }: InspectionInput) {
  return (known?.changed ?? []).map(({ path }) => [path, { changedLines: null }] as const);
}

function inspectTogether({ files, context, known, today, severities }: InspectionInput, shared: SharedInput) {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const changed = known?.changed?.map((one): ChangedPath => {
    const content = contents.get(one.path);
    return content === undefined ? one : { ...one, looks: lookAtBytes(content) };
  });
  const subject = { ...openFacts(shared), today, changed: changed ?? null, jobs: listJobFiles({ files, context }) };
  return inspectRepository(subject, prepareRules(ruleSet, severities));
}

function toCatalogue(done: readonly Done[], isComplete: boolean): DagCatalogue {
  return buildCatalogue({
    isComplete,
    modules: done.map(({ path, outcome }) => ({
      path,
      module: outcome.module ?? unknownModule(outcome.reason ?? "it could not be read"),
    })),
  });
}
