export interface TreePath {
  readonly path: string;
  /** As git writes it: `100644`, `100755`, `120000` (symbolic link), `160000` (submodule). */
  readonly mode: string;
  /** In bytes; `null` where it was not looked up: of the files of the change it always is. */
  readonly size: number | null;
}

/** What stands in the repository as it would be after the change: names only, no contents. */
export interface TreeListing {
  /** How many files it has. */
  readonly length: number;
  find(path: string): TreePath | null;
  /** Whether any file stands below this folder (without a slash at its end). */
  hasFolder(path: string): boolean;
  /** Whether any file's path begins with these letters. */
  hasBeginning(letters: string): boolean;
  /** All files below a folder (`""`: all there are, which costs what the repository has), by the code units of their paths. */
  below(folder: string): Iterable<TreePath>;
  /** Other files and folders that have the same name as this one where capitals and accents are folded, sorted. */
  alike(path: string): readonly string[];
  /** Whether any Python file has this name, or is in a folder that has it. */
  hasModule(name: string): boolean;
}
