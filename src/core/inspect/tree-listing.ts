import { foldPath, prefixesOf } from "../../formats/fold-path.ts";
import { openTable, type Table } from "../../formats/packed-table.ts";
import type { TreeListing } from "../../rules/tree-listing.ts";
import { labelsOf, moduleNamesOf, type PackedTree, readFile, type TreeFile, type TreeLabel } from "./packed-tree.ts";

/** A listing with what rules do not ask for. */
export interface WholeTree extends TreeListing {
  find(path: string): TreeFile | null;
  below(folder: string): Iterable<TreeFile>;
  /** The paths of all files that are looked for as this, sorted. */
  labelled(label: TreeLabel): readonly string[];
}

/** Makes a listing of what was packed. It costs what has changed since the tables were made, and each question little more. */
export function openTree({ changes, ...packed }: PackedTree): WholeTree {
  const files = openTable(packed.files);
  const changed = new Map(changes.map(({ path, file }) => [path, file]));
  const present = changes.flatMap(({ file }) => file ?? []).sort(byPath);
  const inTables = remembered((path): TreeFile | null => {
    const [value] = files.values(path);
    return value === undefined ? null : readFile(path, value);
  });
  const find = (path: string): TreeFile | null => {
    const file = changed.get(path);
    return file === undefined ? inTables(path) : file;
  };
  const below = (folder: string): Iterable<TreeFile> =>
    mergeBelow(folder === "" ? "" : `${folder}/`, { files, changed, present });
  const hasFolder = remembered((path) => !isEmpty(below(path)));
  const ofChanges = once(() => listChanges(present, changes, inTables));
  return {
    length: files.size + countAdded(changes, inTables),
    find,
    hasFolder,
    hasBeginning: remembered((letters) => !isEmpty(mergeBelow(letters, { files, changed, present }))),
    below,
    alike(path) {
      const folded = foldPath(path);
      const kept = openTable(packed.folded).values(folded);
      const all = [...kept.map((one) => (one === "" ? folded : one)), ...(ofChanges().folded.get(folded) ?? [])];
      return [...new Set(all)].filter((one) => one !== path && (find(one) !== null || hasFolder(one))).sort();
    },
    hasModule(name) {
      const [count = "0"] = openTable(packed.modules).values(name);
      return Number(count) + (ofChanges().modules.get(name) ?? 0) > 0;
    },
    labelled(label) {
      const kept = openTable(packed.labels)
        .values(label)
        .filter((path) => !changed.has(path));
      return [...kept, ...(ofChanges().labels.get(label) ?? [])].sort();
    },
  };
}

interface Layers {
  readonly files: Table;
  readonly changed: ReadonlyMap<string, TreeFile | null>;
  /** What the changes have, sorted. */
  readonly present: readonly TreeFile[];
}

/** What the tables have and did not change, together with what the changes have, in order. */
function* mergeBelow(prefix: string, { files, changed, present }: Layers): Generator<TreeFile> {
  let index = files.firstFrom(prefix);
  let next = firstFrom(present, prefix);
  for (;;) {
    const kept = index < files.size ? files.keyAt(index) : null;
    const fresh = present[next];
    const hasKept = kept?.startsWith(prefix) === true;
    if (fresh?.path.startsWith(prefix) && (!hasKept || fresh.path <= kept)) {
      next += 1;
      yield fresh;
    } else if (hasKept) {
      if (!changed.has(kept)) yield readFile(kept, files.valueAt(index));
      index += 1;
    } else return;
  }
}

function firstFrom(sorted: readonly TreeFile[], path: string): number {
  const index = sorted.findIndex((file) => file.path >= path);
  return index === -1 ? sorted.length : index;
}

/** What the changes add to each table, or take from it. */
function listChanges(
  present: readonly TreeFile[],
  changes: PackedTree["changes"],
  inTables: (path: string) => TreeFile | null,
) {
  const folded = new Map<string, string[]>();
  const seen = new Set<string>();
  const labels = new Map<string, string[]>();
  const modules = new Map<string, number>();
  const count = (file: TreeFile, one: 1 | -1): void => {
    for (const name of moduleNamesOf(file)) modules.set(name, (modules.get(name) ?? 0) + one);
  };
  for (const file of present) {
    for (const prefix of prefixesOf(file.path).filter((one) => !seen.has(one))) {
      seen.add(prefix);
      push(folded, foldPath(prefix), prefix);
    }
    for (const label of labelsOf(file)) push(labels, label, file.path);
    count(file, 1);
  }
  for (const { path } of changes) {
    const before = inTables(path);
    if (before !== null) count(before, -1);
  }
  return { folded, labels, modules };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function countAdded(changes: PackedTree["changes"], inTables: (path: string) => TreeFile | null): number {
  return changes.reduce((sum, { path, file }) => sum + (file === null ? 0 : 1) - (inTables(path) === null ? 0 : 1), 0);
}

function isEmpty(files: Iterable<TreeFile>): boolean {
  for (const _ of files) return false;
  return true;
}

/** What was answered is kept for the next who asks the same, as each import of each file does. */
function remembered<T>(answer: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const made = answer(path);
    known.set(path, made);
    return made;
  };
}

const mostRemembered = 5000;

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function byPath(a: TreeFile, b: TreeFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
