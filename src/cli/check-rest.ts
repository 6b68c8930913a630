import type { RestOfRepository } from "../analysis/inspector.ts";
import type { ModelSettings } from "../analysis/read-models.ts";
import type { TreePath } from "../rules/tree-listing.ts";
import { isDagFile } from "./check-context.ts";
import { findBase, type LocalChange, type LocalRepository } from "./check-git.ts";
import type { KindOf } from "./check-settings.ts";

export interface RestOfCheck {
  /** Absent where the files are read with the others. */
  readonly rest: RestOfRepository | null;
  /** DAG files to be read besides those that changed. */
  readonly paths: readonly string[];
}

/** So many other DAG files are read with those of the check; of more, what they hold is kept from one check to the next. */
const mostRead = 20;
const mostAffected = 200;
const deadlineMs = 10_000;

export interface RestRequest {
  readonly repository: LocalRepository;
  /** What is compared with. */
  readonly base: string;
  /** All that differs from it. */
  readonly changes: readonly LocalChange[];
  /** The files that are checked. */
  readonly checked: ReadonlySet<string>;
  readonly tree: readonly TreePath[];
  readonly kindOf: KindOf;
  readonly settings: ModelSettings;
}

/** The DAG files around those that changed, so that rules know every DAG of the repository. */
export async function readRest(request: RestRequest): Promise<RestOfCheck> {
  const { tree, kindOf, checked } = request;
  const others = tree.map(({ path }) => path).filter((path) => isDagFile(path, kindOf) && !checked.has(path));
  return others.length <= mostRead ? { rest: null, paths: others } : readKept(request);
}

/** The DAGs of the base are kept in git's own directory. What is there may be removed at any time. */
async function readKept(request: RestRequest): Promise<RestOfCheck> {
  const { repository, base, changes, checked, kindOf, settings } = request;
  const touched = new Set(changes.flatMap(({ path, previousPath }) => [path, previousPath ?? path]));
  const { createInspector } = await import("../analysis/inspector.ts");
  const { openDags } = await import("../core/inspect/packed-dags.ts");
  const { noDags } = await import("../core/inspect/inspect-catalogue.ts");
  const { openObjectReader } = await import("../git/object-reader.ts");
  const { readTreeId } = await import("../git/read-ref.ts");
  const { writeIndexSettings } = await import("../journeys/repository-index/index-state.ts");
  const { createRepositoryIndexes } = await import("../journeys/repository-index/repository-indexes.ts");
  const { pino } = await import("pino");
  const { availableParallelism } = await import("node:os");
  const log = pino({ level: "silent" });
  const mirror = { directory: repository.directory };
  const objects = openObjectReader(mirror);
  const inspector = createInspector({ workers: Math.min(availableParallelism(), 8), deadlineMs, log });
  try {
    const { dags } = await createRepositoryIndexes({ patienceMs: null, log }).at({
      mirror,
      objects,
      line: "check",
      tree: await readTreeId(mirror, await findBase(repository, base)),
      settings: writeIndexSettings(settings),
      isDagFile: ({ path }) => isDagFile(path, kindOf),
      readModels: (paths, tree, files) =>
        inspector.readModels(paths, { ...settings, known: { ...settings.known, tree } }, files),
    });
    if (dags === null) {
      const missing = "the other DAG files of the repository could not be read";
      return { rest: { dags: noDags, gone: [], missing }, paths: [] };
    }
    const readers = [...touched].flatMap((path) => openDags(dags).readersOf(path));
    const besides = [...touched].filter((path) => isDagFile(path, kindOf)); // those that changed and are not checked
    const affected = [...new Set([...readers, ...besides])].filter((path) => !checked.has(path)).sort();
    const missing = affected.length > mostAffected ? `${affected.length} DAG files read what the change touches` : null;
    const paths = affected.slice(0, mostAffected);
    return { rest: { dags, gone: [...touched, ...paths], missing }, paths };
  } finally {
    objects.close();
    await inspector.close();
  }
}
