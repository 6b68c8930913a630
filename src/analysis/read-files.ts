import pLimit from "p-limit";
import { type LocatedModule, noDags, packCatalogue } from "../core/inspect/inspect-catalogue.ts";
import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { RawInspection } from "../core/inspect/run-rules.ts";
import { unknownModule } from "../python/bare-module.ts";
import type { AskingRun } from "./answer-wants.ts";
import { readContent } from "./file-content.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { FileToRead } from "./gather-facts.ts";
import type { FileToInspect, InspectionInput } from "./inspector.ts";
import type { SharedInput } from "./shared-facts.ts";
import { unreadOutcome } from "./unread-outcome.ts";
import type { FileOutcome } from "./worker-messages.ts";

/** Files whose contents are in memory together, more than there are threads to read them. */
const mostAtOnce = 32;

export interface Done {
  readonly path: string;
  readonly outcome: FileOutcome;
}

/** What files are read with. */
export interface Reading {
  readonly shared: SharedInput;
  readonly pool: AskingRun;
  readonly beside: FilesBeside;
}

export interface Ran {
  readonly done: readonly Done[];
  readonly raw: readonly RawInspection[];
  /** Of the files that are only looked into. */
  readonly context: readonly Done[];
  /** With the DAGs of all of them. */
  readonly shared: SharedInput;
}

/** Reads which DAGs the files have that are only looked into. */
export async function readContext(
  { files, context: all }: InspectionInput,
  { shared, pool, beside }: Reading,
): Promise<readonly Done[]> {
  const given = new Set(files.map(({ path }) => path));
  const context = all.filter(({ path }) => path.endsWith(".py") && !given.has(path));
  return Promise.all(
    context.map(async (file) => {
      const task = { job: "model", file: toRead({ ...file, kind: "dag" }), shared } as const;
      return { path: file.path, outcome: await pool.run(task, beside) };
    }),
  );
}

/** Runs the rules for single files, each file as a task of the pool: Python first, since other files speak of its DAGs. */
export async function readFiles(
  input: InspectionInput,
  context: readonly Done[],
  { shared, pool, beside }: Reading,
): Promise<Ran> {
  const python = input.files.filter((file) => partsOf(file.path, file.kind).python);
  const others = input.files.filter((file) => !partsOf(file.path, file.kind).python);
  const turns = pLimit(mostAtOnce);
  const run = async (file: FileToInspect, told: SharedInput): Promise<Done> => {
    const read = await readContent(file.content);
    if ("unread" in read) return { path: file.path, outcome: unreadOutcome(read.unread) };
    const task = { job: "inspect", file: toRead({ ...file, content: read.content }), shared: told } as const;
    return { path: file.path, outcome: await pool.run(task, beside) };
  };
  const ofPython = await turns.map(python, (file) => run(file, shared));
  const removed = new Set(input.removed?.map(({ path }) => path)); // of which only what was before has any
  const catalogue = packCatalogue({
    asked: [...ofPython, ...context.filter(({ path }) => removed.has(path))].map(toModule),
    around: context.filter(({ path }) => !removed.has(path)).map(toModule),
    rest: input.rest?.dags ?? noDags,
    gone: input.rest?.gone ?? [],
    missing: whatIsMissing(input, ofPython.length + context.length),
  });
  const withCatalogue = { ...shared, catalogue };
  const ofOthers = await turns.map(others, (file) => run(file, withCatalogue));
  const done = [...ofPython, ...ofOthers];
  return { done, raw: done.map(({ outcome }) => outcome.raw), context, shared: withCatalogue };
}

/** Why there may be DAGs that nobody looked at; `null` where there are none. */
function whatIsMissing({ rest, isContextComplete }: InspectionInput, count: number): string | null {
  if (rest !== undefined) return rest.missing;
  if (count === 0) return "no DAG file of the repository was given";
  return isContextComplete ? null : "not all DAG files of the repository were looked at";
}

/** Without what a worker does not ask for. */
function toRead({ path, kind, content, archive }: FileToRead): FileToRead {
  return { path, kind, content, ...(archive === undefined ? {} : { archive }) };
}

function toModule({ path, outcome }: Done): LocatedModule {
  return { path, module: outcome.module ?? unknownModule(outcome.reason ?? "it could not be read") };
}
