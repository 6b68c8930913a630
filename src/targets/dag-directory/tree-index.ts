/** A file, link or empty submodule directory of a slot: what it should be, and how it looked when it was written. */
export interface IndexEntry {
  /** Git's mode: `100644`, `100755`, `120000` (link), `160000` (submodule, an empty directory). */
  readonly mode: string;
  readonly oid: string;
  /** What a symbolic link contains; `null` for all else. */
  readonly link: string | null;
  /** As `lstat` showed it. Slots share one entry as long as they share the inode, so a changed `ctime` is seen by all. */
  stat: EntryStat | null;
}

export interface EntryStat {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Everything that a slot should contain. */
export interface TreeIndex {
  readonly files: Map<string, IndexEntry>;
  /** Every directory, with the number of entries below it at any depth. */
  readonly directories: Map<string, number>;
}

export function emptyIndex(): TreeIndex {
  return { files: new Map(), directories: new Map() };
}

export function copyIndex(index: TreeIndex): TreeIndex {
  return { files: new Map(index.files), directories: new Map(index.directories) };
}

export function addEntry(index: TreeIndex, path: string, entry: IndexEntry): void {
  if (!index.files.has(path)) {
    for (const directory of ancestorsOf(path)) {
      index.directories.set(directory, (index.directories.get(directory) ?? 0) + 1);
    }
  }
  index.files.set(path, entry);
}

/** Removes a path, and answers the directories that are empty by it, deepest first. */
export function removeEntry(index: TreeIndex, path: string): string[] {
  if (!index.files.delete(path)) return [];
  const emptied: string[] = [];
  for (const directory of ancestorsOf(path)) {
    const left = (index.directories.get(directory) ?? 1) - 1;
    if (left > 0) {
      index.directories.set(directory, left);
      continue;
    }
    index.directories.delete(directory);
    emptied.push(directory);
  }
  return emptied;
}

/** The directories above a path, deepest first, without the root. */
export function ancestorsOf(path: string): string[] {
  const ancestors: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    ancestors.push(path.slice(0, end));
  return ancestors;
}
