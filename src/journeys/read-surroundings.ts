import type { FileToInspect, InspectionInput, RestOfRepository } from "../analysis/inspector.ts";
import type { ModelSettings } from "../analysis/read-models.ts";
import { noDags } from "../core/inspect/inspect-catalogue.ts";
import { openDags } from "../core/inspect/packed-dags.ts";
import { openTree, type WholeTree } from "../core/inspect/tree-listing.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { ObjectReader } from "../git/object-reader.ts";
import { kindOf } from "../policy/kind-of.ts";
import { changedPaths } from "../predicates/path-kinds.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { JourneyPorts } from "./ports.ts";
import { maxFileBytes, notUtf8 } from "./read-changed-files.ts";
import { advanceTree } from "./repository-index/advance-tree.ts";
import type { TreeState } from "./repository-index/index-state.ts";
import { readIndex } from "./repository-index/read-index.ts";

/** What is around the files of a change. */
export interface Surroundings {
  /** The repository as it would be after the merge; where there are conflicts, as the head has it. */
  readonly merged: TreeState;
  readonly rest: RestOfRepository;
  /** DAG files that read what the change touches. */
  readonly affected: readonly string[];
  /** Ends when all DAGs have been read; `null` where they have been. */
  readonly whenRead: Promise<unknown> | null;
}

/** More files than these are not compared, and that is told. */
const mostAffected = 200;

/** Looks up the rest of the repository. It costs what has changed since the last look. Throws `GitError`. */
export async function readSurroundings(
  ports: Pick<JourneyPorts, "indexes" | "inspector">,
  { mirror, change, policy }: GatheredChange,
  settings: ModelSettings,
  objects: ObjectReader,
): Promise<Surroundings> {
  const at = { mirror, line: change.base.ref, commit: change.base.sha, policy };
  const index = await readIndex(ports, at, settings, objects);
  const merged = await advanceTree(index.tree, await mergedTree({ mirror, change }), mirror, objects);
  const touched = changedPaths(change.files.items);
  const missing = index.dags === null ? "the DAG files of the repository are still being read" : null;
  const readers = index.dags === null ? [] : listReaders(openDags(index.dags), touched);
  return {
    merged,
    rest: {
      dags: index.dags ?? noDags,
      gone: [...touched, ...readers.slice(0, mostAffected)],
      missing:
        missing ?? (readers.length > mostAffected ? `${readers.length} DAG files read what the change touches` : null),
    },
    affected: readers.slice(0, mostAffected),
    whenRead: index.dags === null ? index.whenRead : null,
  };
}

function listReaders(dags: ReturnType<typeof openDags>, touched: readonly string[]): readonly string[] {
  const readers = new Set(touched.flatMap((path) => dags.readersOf(path)));
  for (const path of touched) readers.delete(path);
  return [...readers].sort();
}

/** The tree as it would be after the merge; where there are conflicts, that of the head. */
async function mergedTree({ mirror, change }: Pick<GatheredChange, "mirror" | "change">): Promise<string> {
  if (change.mergeBase === change.base.sha) return change.head.tree; // the head has all of the base
  const merge = await mergeTrees(mirror, change.base.sha, change.head.sha);
  return merge.clean ? merge.tree : change.head.tree;
}

/** The contents of other files that the rules look into: DAG files that read what is touched, and what belongs to job requests. */
export async function readContext(
  { merged, affected }: Surroundings,
  { policy }: GatheredChange,
  files: readonly FileToInspect[],
  objects: ObjectReader,
): Promise<InspectionInput["context"]> {
  const tree = openTree(merged.tree);
  const given = new Set(files.map(({ path }) => path));
  const context: { path: string; content: Uint8Array }[] = [];
  for (const path of [...affected, ...listFilesOfJobs(tree, files, policy)]) {
    const file = given.has(path) || path.includes(notUtf8) ? null : tree.find(path);
    if (file?.oid == null || !file.mode.startsWith("100") || (file.size ?? 0) > maxFileBytes) continue;
    const content = await objects.read(file.oid, maxFileBytes).catch(() => null);
    if (content !== null) context.push({ path, content });
  }
  return context;
}

/** Schemas of parameters, and job requests that are as long as one of the change: it may be their twin. */
function listFilesOfJobs(
  tree: WholeTree,
  files: readonly FileToInspect[],
  policy: GatheredChange["policy"],
): readonly string[] {
  const jobs = files.filter(({ kind }) => kind === "job");
  if (jobs.length === 0) return [];
  const sizes = new Set(jobs.map(({ content }) => content.length));
  const twins = [...sizes].flatMap((size) => tree.labelled(`YAML of ${size} bytes`));
  return [...tree.labelled("schema of parameters"), ...twins.filter((path) => kindOf(policy, path) === "job")];
}
