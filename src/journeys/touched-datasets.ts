import { listStrings } from "../core/consequences/list-strings.ts";
import { namesDataset } from "../core/consequences/names-dataset.ts";
import { toTouched } from "../core/decide/with-catalogue.ts";
import type { ChangedFile, DatasetTouched, JobAsked } from "../domain/change.ts";
import type { NodeFile } from "../domain/node.ts";
import type { PolicySource } from "../domain/policy.ts";
import { readJobRequest } from "../formats/job-request.ts";
import type { Mirror } from "../git/mirror.ts";
import { type ObjectReader, openObjectReader } from "../git/object-reader.ts";
import { asLoaded, kindOf, kindsFor, loadable, mayHideArchive, mayHoldRead } from "../policy/kind-of.ts";
import { compileMatcher } from "../predicates/glob.ts";
import { createReachOf, divide, opaquePaths } from "../predicates/opaque.ts";
import { changedPaths } from "../predicates/path-kinds.ts";
import { archivesByContent } from "./archives-by-content.ts";
import { finderOfTree, readerOfTree, treeIdOf } from "./files-of-tree.ts";

const maxJobBytes = 1024 * 1024;

/** Nobody asks for more runs in one change; what lies beyond counts as unreadable. */
const maxJobs = 1000;

/** What the job requests that a change adds or edits ask for, in the order of their paths. */
export async function readJobs(
  policy: PolicySource,
  mirror: Mirror,
  head: string,
  files: readonly ChangedFile[],
): Promise<readonly JobAsked[]> {
  const paths = files
    .filter(({ path, status }) => status !== "removed" && kindOf(policy, path) === "job")
    .map(({ path }) => path)
    .sort();
  if (paths.length === 0) return [];
  const reader = openObjectReader(mirror);
  try {
    const read = readerOfTree(reader, await treeIdOf(reader, mirror, head), maxJobBytes);
    const jobs: JobAsked[] = [];
    for (const path of paths) {
      const content = jobs.length < maxJobs ? await read(path) : null;
      jobs.push({ path, asks: content === null ? null : readAsked(content, path) });
    }
    return jobs;
  } finally {
    reader.close();
  }
}

function readAsked(content: Buffer, path: string): JobAsked["asks"] {
  const read = readJobRequest(content.toString("utf8"), path);
  if (!("job" in read)) return null;
  const { inputs, purpose, agreement } = read.job;
  return { datasets: inputs.map(({ dataset }) => dataset), purpose, agreement };
}

/** What a DAG file of a change says of datasets: its strings; `null` where it cannot be read, so that it may read any. */
export interface DagStrings {
  readonly path: string;
  readonly strings: readonly string[] | null;
}

/** A larger DAG file fails the validation. */
const maxDagBytes = 2 * 1024 * 1024;

/** The strings in the DAG files that a change adds or edits, so that a landing which no rule looks at is known as well as a change. */
export async function readDagStrings(
  policy: PolicySource,
  mirror: Mirror,
  head: string,
  files: readonly ChangedFile[],
): Promise<readonly DagStrings[]> {
  const there = files.filter(({ status }) => status !== "removed");
  const closed = there.filter((file) => isClosed(policy, file)).map(({ path }) => ({ path, strings: null }));
  const paths = there
    .map(({ path }) => path)
    .filter((path) => path.endsWith(".py") && kindOf(policy, path) === "dag")
    .sort();
  const kindOfPath = (path: string): string => kindOf(policy, path);
  const others = there.filter(({ path, mode }) => mode.startsWith("100") && mayHideArchive(kindOfPath, path));
  if (paths.length === 0 && others.length === 0) return closed;
  const reader = openObjectReader(mirror);
  try {
    const tree = await treeIdOf(reader, mirror, head);
    const strings: DagStrings[] = [...closed, ...(await listHidden(reader, tree, others))];
    const read = readerOfTree(reader, tree, maxDagBytes);
    for (const path of paths) {
      const content = await read(path);
      strings.push({ path, strings: content === null ? null : listStrings(content.toString("utf8")) });
    }
    return strings;
  } finally {
    reader.close();
  }
}

/** Those files that are archives, or could not be looked at. */
async function listHidden(
  reader: ObjectReader,
  tree: string,
  files: readonly ChangedFile[],
): Promise<readonly DagStrings[]> {
  const find = finderOfTree(reader, tree);
  const mayBeArchive = archivesByContent(reader);
  const hidden: DagStrings[] = [];
  for (const { path } of files) {
    const record = await find(path);
    if (record === null || (await mayBeArchive(record.oid))) hidden.push({ path, strings: null });
  }
  return hidden;
}

/** Whether DAGs may be in it of which nothing is read here: an archive, or below a link or a submodule. */
function isClosed(policy: PolicySource, { path, mode }: ChangedFile): boolean {
  if (!mode.startsWith("100")) return mayHoldRead(kindsFor(policy), path) || kindOf(policy, path) === "dag";
  return loadable.test(path) && asLoaded((one) => kindOf(policy, one))(path) === "dag";
}

/** Results that a change publishes: where they stand, and what the run that made them read. */
export interface ResultsOf {
  readonly path: string;
  readonly datasets: readonly string[];
}

/** The datasets of the node's catalogue that a change touches: its job requests or DAGs read them, its results were made from them, its files stand for them. */
export function touchedDatasets(
  node: NodeFile | null,
  jobs: readonly JobAsked[],
  files: readonly ChangedFile[],
  results: readonly ResultsOf[],
  dags: readonly DagStrings[] = [],
): readonly DatasetTouched[] {
  const changed = changedPaths(files);
  const opaque = opaquePaths(files);
  return (node?.datasets ?? []).flatMap((dataset) => {
    const standing = divide(changed, createReachOf(compileMatcher(dataset.paths ?? []), opaque));
    const names = namesDataset(dataset);
    const paths = [
      ...dags.filter(({ strings }) => strings === null || strings.some(names)).map(({ path }) => path),
      ...jobs.filter(({ asks }) => asks?.datasets.includes(dataset.name)).map(({ path }) => path),
      ...results.filter(({ datasets }) => datasets.includes(dataset.name)).map(({ path }) => path),
      ...standing.whole,
    ];
    return paths.length === 0 && standing.matched.length === 0 ? [] : [toTouched(dataset, [...new Set(paths)].sort())];
  });
}

/**
 * The datasets touched, with those that DAGs read as Airflow would have them, whatever their code is made of. A file that could not be
 * looked into may read any.
 */
export function addDatasetsRead(
  node: NodeFile | null,
  touched: readonly DatasetTouched[],
  read: readonly { readonly name: string; readonly path: string }[],
  unread: readonly string[],
): readonly DatasetTouched[] {
  return (node?.datasets ?? []).flatMap((dataset) => {
    const known = touched.find(({ name }) => name === dataset.name);
    const more = [...read.filter(({ name }) => name === dataset.name).map(({ path }) => path), ...unread];
    if (known === undefined && more.length === 0) return [];
    return [toTouched(dataset, [...new Set([...(known?.paths ?? []), ...more])].sort())];
  });
}
