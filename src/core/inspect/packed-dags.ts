import { openTable, type PackedTable, packTable, type TableEntry } from "../../formats/packed-table.ts";
import type { DagReference, KnownDag, LocatedJob } from "../../rules/dag-catalogue.ts";
import { type FileModel, foldersOf } from "./file-model.ts";

/** What a DAG file has otherwise; `null`: it is none any more. */
export interface ModelChange {
  readonly path: string;
  readonly model: FileModel | null;
}

/** The DAGs of a repository as they go to another thread: tables that all threads share, and what has changed since they were made. */
export interface PackedDags {
  /** Each model as JSON, by its path. */
  readonly models: PackedTable;
  /** Paths by what is looked for in the models. */
  readonly labels: PackedTable;
  readonly changes: readonly ModelChange[];
}

export interface OpenDags {
  find(path: string): FileModel | null;
  /** All models, in the order of their paths; it costs what the repository has. */
  list(): readonly FileModel[];
  /** The DAGs with this id. */
  named(dagId: string): readonly KnownDag[];
  /** The tasks that name a DAG by this id. */
  referring(dagId: string): readonly DagReference[];
  /** The jobs of Dagster with this name. */
  jobsNamed(name: string): readonly LocatedJob[];
  /** The first code location that may have more jobs, by their paths. */
  firstUnclearLocation(): FileModel | null;
  hasLocation(): boolean;
  /** The files of all code locations. */
  listLocations(): readonly { readonly path: string; readonly isLoose: boolean }[];
  /** Every name of a job, as often as it is there. */
  listJobs(): readonly string[];
  /** The files whose models depend on what stands at a path. */
  readersOf(path: string): readonly string[];
  /** The first of the files that may have more DAGs, by their paths. */
  firstUnclear(): FileModel | null;
  /** The first files that could not be read, at most `most`. */
  listUnread(most: number): readonly string[];
  /** Every id, as often as it is there. */
  listIds(): readonly string[];
}

export function packDags(models: readonly FileModel[]): PackedDags {
  const labels = models.flatMap((model) => labelsOf(model).map((label): TableEntry => [label, model.path]));
  return {
    models: packTable(models.map((model) => [model.path, JSON.stringify(model)])),
    labels: packTable(labels.sort()),
    changes: [],
  };
}

const unclear = "unclear";
const unread = "unread";
const is = (dagId: string): string => `is ${dagId.toWellFormed()}`;
const names = (dagId: string): string => `names ${dagId.toWellFormed()}`;
const jobIs = (name: string): string => `job ${name.toWellFormed()}`;
const locates = "locates";
const locatesLoosely = "locates loosely";
const locatesUnclearly = "locates unclearly";
const asks = (path: string): string => `asks ${path}`;

function labelsOf({ dags, references, location, unclear: reason, isUnread, asked }: FileModel): readonly string[] {
  const all = [
    ...dags.flatMap(({ dagId }) => (dagId === null ? [] : [is(dagId)])),
    ...references.map(({ dagId }) => names(dagId)),
    ...(location?.jobs ?? []).map(({ name }) => jobIs(name)),
    ...(location === null ? [] : [location.isLoose ? locatesLoosely : locates]),
    ...(location === null || location.isLoose || location.unclear === null ? [] : [locatesUnclearly]),
    ...asked.map(asks),
    ...(reason === null ? [] : [unclear]),
    ...(isUnread ? [unread] : []),
  ];
  return [...new Set(all)];
}

/** Makes models of what was packed. It costs what has changed since the tables were made, and each question little more. */
export function openDags({ changes, ...packed }: PackedDags): OpenDags {
  const [models, labels] = [openTable(packed.models), openTable(packed.labels)];
  const changed = new Map(changes.map(({ path, model }) => [path, model]));
  const fresh = new Map<string, string[]>();
  for (const [path, model] of changed) {
    for (const label of model === null ? [] : labelsOf(model)) {
      const paths = fresh.get(label);
      if (paths === undefined) fresh.set(label, [path]);
      else paths.push(path);
    }
  }
  const labelled = (label: string): readonly string[] => {
    const kept = labels.values(label).filter((path) => !changed.has(path));
    return [...kept, ...(fresh.get(label) ?? [])].sort();
  };
  /** The first few, however many there are. */
  const firstLabelled = (label: string, most: number): readonly string[] => {
    const kept: string[] = [];
    for (let index = labels.firstFrom(label); index < labels.size && kept.length < most; index += 1) {
      if (labels.keyAt(index) !== label) break;
      if (!changed.has(labels.valueAt(index))) kept.push(labels.valueAt(index));
    }
    return [...kept, ...(fresh.get(label) ?? [])].sort().slice(0, most);
  };
  /** What follows on the beginning of labels, of the models that have not changed. */
  const namesWith = (start: string): readonly string[] => {
    const found: string[] = [];
    for (let index = labels.firstFrom(start); index < labels.size; index += 1) {
      const label = labels.keyAt(index);
      if (!label.startsWith(start)) break;
      if (!changed.has(labels.valueAt(index))) found.push(label.slice(start.length));
    }
    return found;
  };
  const find = (path: string): FileModel | null => {
    const model = changed.get(path);
    if (model !== undefined) return model;
    const [text] = models.values(path);
    return text === undefined ? null : parseModel(text);
  };
  const modelsOf = (label: string): readonly FileModel[] => labelled(label).flatMap((path) => find(path) ?? []);
  return {
    find,
    list() {
      const kept = Array.from({ length: models.size }, (_, index) => index)
        .filter((index) => !changed.has(models.keyAt(index)))
        .map((index) => parseModel(models.valueAt(index)));
      return [...kept, ...[...changed.values()].filter((model) => model !== null)].sort(byPath);
    },
    named: (dagId) => modelsOf(is(dagId)).flatMap(({ dags }) => dags.filter((dag) => dag.dagId === dagId)),
    referring: (dagId) =>
      modelsOf(names(dagId)).flatMap(({ references }) => references.filter((one) => one.dagId === dagId)),
    jobsNamed: (name) =>
      modelsOf(jobIs(name)).flatMap(({ location }) => location?.jobs.filter((job) => job.name === name) ?? []),
    firstUnclearLocation() {
      const [first] = firstLabelled(locatesUnclearly, 1);
      return first === undefined ? null : find(first);
    },
    hasLocation: () => [locates, locatesLoosely].some((label) => firstLabelled(label, 1).length > 0),
    listLocations: () => [
      ...labelled(locates).map((path) => ({ path, isLoose: false })),
      ...labelled(locatesLoosely).map((path) => ({ path, isLoose: true })),
    ],
    listJobs: () => [
      ...namesWith(jobIs("")),
      ...[...changed.values()].flatMap((model) => model?.location?.jobs ?? []).map(({ name }) => name),
    ],
    readersOf: (path) => [...new Set([path, ...foldersOf(path)].flatMap((one) => labelled(asks(one))))],
    firstUnclear() {
      const [first] = firstLabelled(unclear, 1);
      return first === undefined ? null : find(first);
    },
    listUnread: (most) => firstLabelled(unread, most),
    listIds() {
      const added = [...changed.values()].flatMap((model) => model?.dags ?? []).flatMap(({ dagId }) => dagId ?? []);
      return [...namesWith(is("")), ...added];
    },
  };
}

function parseModel(text: string): FileModel {
  return JSON.parse(text) as FileModel; // as `packDags` wrote it
}

function byPath(a: FileModel, b: FileModel): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
