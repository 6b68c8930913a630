import type { PackedTree, TreeChange } from "../core/inspect/packed-tree.ts";
import type { ChangedPath } from "../rules/changed-path.ts";
import { type FilesBeside, withOthers } from "./files-beside.ts";
import type { InspectionInput } from "./inspector.ts";

/** The same files before the change; `null` where nobody gave what they were. `tree`: the repository after it. */
export function inputBefore(input: InspectionInput, tree: PackedTree | null): InspectionInput | null {
  const { files, removed = [] } = input;
  if (files.every(({ before }) => before === undefined) && removed.length === 0) return null;
  const before = files.flatMap(({ before, kind }) => (before == null ? [] : [{ ...before, kind, changedLines: null }]));
  const beside = input.context.filter(({ path }) => !path.endsWith(".py")); // of the others the models are there
  const context = [...removed, ...beside];
  const { tree: _, ...known } = input.known ?? {};
  return {
    ...input,
    files: before,
    context,
    treeBefore: tree === null ? null : treeBefore(input, tree),
    known: { ...known, changed: null, openRequests: null },
  };
}

/** The repository with what the change removes, and without what it adds. */
function treeBefore({ files, removed = [], known = {} }: InspectionInput, tree: PackedTree): PackedTree {
  const changes = new Map<string, TreeChange["file"]>(tree.changes.map(({ path, file }) => [path, file]));
  const isThere = (path: string, mode = "100644"): void => void changes.set(path, { path, mode, size: null });
  const changed = known.changed ?? [];
  const moved = files.filter(({ path, before }) => before != null && before.path !== path);
  const added = files.filter(({ before }) => before === null);
  for (const { path } of [...added, ...moved, ...changed.filter(isNewPlace)]) changes.set(path, null);
  for (const { before } of moved) if (before != null) isThere(before.path);
  for (const { path, previousPath, status, mode } of changed) {
    if (status === "removed") isThere(path, mode);
    else if (status === "renamed" && previousPath !== null) isThere(previousPath);
  }
  for (const { path } of removed) isThere(path);
  return { ...tree, changes: [...changes].map(([path, file]) => ({ path, file })) };
}

function isNewPlace({ status }: Pick<ChangedPath, "status">): boolean {
  return status !== "modified" && status !== "removed";
}

/** The repository before the change, but for removed files that are no DAGs. */
export function besideBefore({ files, removed = [] }: InspectionInput, beside: FilesBeside): FilesBeside {
  const others = new Map<string, Uint8Array | null>();
  for (const { path, before } of files) if (before !== undefined) others.set(path, null);
  for (const { before } of files) if (before != null) others.set(before.path, before.content);
  for (const { path, content } of removed) others.set(path, content);
  return withOthers(beside, others);
}

/** Looks up single lines of files, each of which is decoded when the first of its lines is asked for. */
export function linesOf(files: readonly { readonly path: string; readonly content: Uint8Array }[]) {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const lines = new Map<string, readonly string[]>();
  return (path: string, line: number): string | null => {
    const known = lines.get(path) ?? new TextDecoder().decode(contents.get(path) ?? new Uint8Array()).split("\n");
    lines.set(path, known);
    return known[line - 1] ?? null;
  };
}
