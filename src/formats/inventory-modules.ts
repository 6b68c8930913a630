/** An installed package, with the files that it says are its own; `null` where it does not say. */
export interface InstalledFiles {
  readonly name: string;
  /** Relative to where packages are installed, with `/`. */
  readonly files: readonly string[] | null;
  /** The top-level modules that it names itself; `null` where it names none. */
  readonly top: readonly string[] | null;
}

interface Branch {
  readonly children: Map<string, Branch>;
  /** Who has anything in it. */
  readonly owners: Set<string>;
  /** Who has the module itself, rather than something below it. */
  readonly makers: Set<string>;
}

/** Deeper than this nobody shares a module. */
const deepest = 8;

/**
 * Tells of each package which modules it brings, sorted; `null` where that is not known. A module that is one package's alone stands
 * for all that is in it; one that several share, or that only holds others, is told by its children.
 */
export function listModules(packages: readonly InstalledFiles[]): ReadonlyMap<string, readonly string[] | null> {
  const root = newBranch();
  const found = new Map<string, string[] | null>();
  for (const { name, files, top } of packages) {
    const paths = files === null ? [] : files.flatMap((file) => moduleOf(file) ?? []);
    const named = (top ?? []).map((module) => module.split(/[./]/)).filter((path) => path.every(isIdentifier));
    const isKnown =
      paths.length > 0 || named.length > 0 || (files !== null && !files.some((file) => file.endsWith(".pth")));
    found.set(name, isKnown ? [] : null);
    for (const path of paths.length > 0 ? paths : named) add(root, path, name);
  }
  for (const [name, child] of root.children) tell(child, [name], found);
  return new Map([...found].map(([name, modules]) => [name, modules?.sort() ?? null]));
}

function newBranch(): Branch {
  return { children: new Map(), owners: new Set(), makers: new Set() };
}

function add(root: Branch, path: readonly string[], owner: string): void {
  let branch = root;
  for (const step of path) {
    const next = branch.children.get(step) ?? newBranch();
    branch.children.set(step, next);
    next.owners.add(owner);
    branch = next;
  }
  branch.makers.add(owner);
}

function tell(branch: Branch, path: readonly string[], found: ReadonlyMap<string, string[] | null>): void {
  for (const maker of branch.makers) found.get(maker)?.push(path.join("."));
  const isOneMakersAlone = branch.makers.size > 0 && branch.owners.size === 1;
  if (isOneMakersAlone || path.length >= deepest) return;
  for (const [name, child] of branch.children) tell(child, [...path, name], found);
}

/** The module that a file is, such as `["airflow", "models"]` for `airflow/models/__init__.py`; `null` for what is none. */
function moduleOf(file: string): readonly string[][] | null {
  const steps = file.split("/");
  const last = steps.pop() ?? "";
  const name = /^([^.]+)\.(?:py|(?:[\w-]+\.)*(?:so|pyd))$/.exec(last)?.[1];
  if (name === undefined || name.startsWith("__editable__") || !steps.every(isIdentifier)) return null;
  const path = name === "__init__" ? steps : [...steps, name];
  return path.length === 0 || !path.every(isIdentifier) ? null : [path];
}

function isIdentifier(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) && text !== "__pycache__";
}
