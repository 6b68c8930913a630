import type { Logger } from "pino";
import { buildCatalogue } from "../core/inspect/inspect-catalogue.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import { assembleInspection, type ChangedLines, inspectRepository } from "../core/inspect.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Policy } from "../domain/policy.ts";
import { unknownModule } from "../python/read-dag-module.ts";
import { rules } from "../rules/index.ts";
import type { DagCatalogue } from "../rules/subject.ts";
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

  const run = async (file: FileToInspect, catalogue: DagCatalogue | null): Promise<Done> => {
    const settings = { python: input.python, today: input.today, catalogue };
    const { path, kind, content } = file;
    return { path, outcome: await pool.run({ job: "inspect", file: { path, kind, content }, settings }) };
  };
  const model = async ({ path, content }: { path: string; content: Uint8Array }): Promise<Done> => {
    const settings = { python: input.python, today: input.today, catalogue: null };
    return { path, outcome: await pool.run({ job: "model", file: { path, kind: "dag", content }, settings }) };
  };

  const [ofPython, ofContext] = await Promise.all([
    Promise.all(python.map((file) => run(file, null))),
    Promise.all(context.map(model)),
  ]);
  const catalogue = toCatalogue([...ofPython, ...ofContext], input.isContextComplete ?? false);
  const ofOthers = await Promise.all(others.map((file) => run(file, catalogue)));

  const done = [...ofPython, ...ofOthers];
  return assembleInspection({
    files: new Map(input.files.map((file) => [file.path, file])),
    raw: [...done.map(({ outcome }) => outcome.raw), inspectRepository(catalogue, rules)],
    filesInspected: done.filter(({ outcome }) => outcome.status === "inspected").length,
    unread: done
      .filter(({ outcome }) => outcome.status === "unread")
      .map(({ path, outcome }) => ({ path, reason: outcome.reason ?? "it could not be read" })),
    rules,
    severities: input.severities,
  });
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
