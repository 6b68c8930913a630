import type { ObjectReader, TreeRecord } from "./object-reader.ts";

/** An entry that differs between two trees. */
export interface TreeDifference {
  readonly path: string;
  readonly before: { readonly mode: string; readonly oid: string } | null;
  readonly after: { readonly mode: string; readonly oid: string } | null;
}

const treeMode = "040000";

/** Which files, links and submodules differ between two trees, given by their ids; renames are not guessed. Throws `GitError`. */
export async function compareTreeObjects(objects: ObjectReader, from: string, to: string): Promise<TreeDifference[]> {
  const differences: TreeDifference[] = [];

  async function walk(prefix: string, before: string | null, after: string | null): Promise<void> {
    const old = new Map((before === null ? [] : await objects.readTree(before)).map((record) => [record.name, record]));
    for (const record of after === null ? [] : await objects.readTree(after)) {
      const other = old.get(record.name) ?? null;
      old.delete(record.name);
      await compare(`${prefix}${record.name}`, other, record);
    }
    for (const record of old.values()) await compare(`${prefix}${record.name}`, record, null);
  }

  async function compare(path: string, before: TreeRecord | null, after: TreeRecord | null): Promise<void> {
    if (before?.oid === after?.oid && before?.mode === after?.mode) return;
    const [oldTree, newTree] = [treeOf(before), treeOf(after)];
    if (oldTree !== null || newTree !== null) await walk(`${path}/`, oldTree, newTree);
    const [oldFile, newFile] = [fileOf(before), fileOf(after)];
    if (oldFile !== null || newFile !== null) differences.push({ path, before: oldFile, after: newFile });
  }

  if (from !== to) await walk("", from, to);
  return differences;
}

/** The id of the tree in a directory of a tree; `null` when there is none. `path` without slashes at its ends. Throws `GitError`. */
export async function findSubtree(objects: ObjectReader, tree: string, path: string): Promise<string | null> {
  let found: string | null = tree;
  for (const name of path.split("/").filter(Boolean)) {
    if (found === null) return null;
    const record: TreeRecord | undefined = (await objects.readTree(found)).find((one) => one.name === name);
    found = treeOf(record ?? null);
  }
  return found;
}

function treeOf(record: TreeRecord | null): string | null {
  return record?.mode === treeMode ? record.oid : null;
}

function fileOf(record: TreeRecord | null): { mode: string; oid: string } | null {
  return record === null || record.mode === treeMode ? null : { mode: record.mode, oid: record.oid };
}
