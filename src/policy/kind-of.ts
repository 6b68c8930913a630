import type { ChangedFile } from "../domain/change.ts";
import type { KindOfPath, PolicySource } from "../domain/policy.ts";
import { beside } from "../formats/relative-path.ts";
import { mayEndZip } from "../formats/zip-directory.ts";
import { compileGlobsBelow } from "../predicates/glob.ts";
import { changedPaths, createKindOf, type KindOf } from "../predicates/path-kinds.ts";
import { defaultKinds } from "./defaults.ts";

/** What a path is under a policy; under none, or one that cannot be read, by the kinds that hold where a policy names none. */
export function kindOf(policy: PolicySource, path: string): string {
  return createKindOf(kindsFor(policy))(path);
}

/** What Python loads beside its sources: archives of modules, compiled modules. */
export const loadable = /\.(?:zip|egg|whl|pyz|pyc|pyo|so|pyd)$/i;

/**
 * The same, for the rules: what Python could load from among the DAGs is one of them, whatever its name, so that nothing of them is passed
 * over. A policy's own conditions go by `kindOf`.
 */
export function asLoaded(kindOfPath: KindOf): KindOf {
  return (path) => {
    const kind = kindOfPath(path);
    if (kind !== "other" || !loadable.test(path)) return kind;
    return isBesideDags(kindOfPath, path) ? "dag" : kind;
  };
}

function isBesideDags(kindOfPath: KindOf, path: string): boolean {
  return [beside(path, "module.py"), `${path}/module.py`].some((one) => kindOfPath(one) === "dag");
}

/**
 * Whether a file stands among the DAGs under a name that says nothing of an archive. Airflow looks into every file there that is one by
 * its content, Python sources apart.
 */
export function mayHideArchive(kindOfPath: KindOf, path: string): boolean {
  if (path.endsWith(".py") || loadable.test(path)) return false;
  return kindOfPath(path) === "dag" || isBesideDags(kindOfPath, path);
}

/** What a file is whose content is known: an archive that Airflow would find among the DAGs is one of them. */
export function kindOfContent(kindOfPath: KindOf, path: string, content: Uint8Array): string {
  return mayEndZip(content) && mayHideArchive(kindOfPath, path) ? "dag" : kindOfPath(path);
}

/** All kinds of what a change touches, in alphabetical order. */
export function kindsOf(policy: PolicySource, files: readonly ChangedFile[]): readonly string[] {
  const kind = createKindOf(kindsFor(policy));
  return [...new Set(changedPaths(files).map(kind))].sort();
}

/** Kinds whose files must be read before anything is said of them. */
export const readKinds: ReadonlySet<string> = new Set(["dag", "job", "result"]);

/** Whether files that must be read could be below a link or a submodule at this path. */
export function mayHoldRead(kinds: readonly KindOfPath[], path: string): boolean {
  return kinds.some(({ name, globs }, index) => {
    if (!readKinds.has(name)) return false;
    // Of the first kind by their names alone, files are of it wherever they really are, and read there.
    const ofPlaces = index > 0 ? globs : globs.filter((glob) => !/^\*\*\/[^/]+$/.test(glob));
    return compileGlobsBelow(ofPlaces)(path);
  });
}

/** Directories from which Python may import on the node: the repository, and the folders of its DAGs and plugins. */
export function listRoots(kinds: readonly KindOfPath[]): readonly string[] {
  const globs = kinds.filter(({ name }) => name === "dag").flatMap((kind) => kind.globs);
  return [...new Set(["", ...globs.map(folderOfGlob)])];
}

/** What stands before the first sign that matches several names, without the file's own. */
function folderOfGlob(glob: string): string {
  const plain = glob.split("/").findIndex((part) => /[*?{}[\]()!\\]/.test(part));
  return glob
    .split("/")
    .slice(0, plain === -1 ? -1 : plain)
    .join("/");
}

export function kindsFor(policy: PolicySource): readonly KindOfPath[] {
  return policy.state === "valid" ? policy.policy.kinds : defaultKinds;
}
