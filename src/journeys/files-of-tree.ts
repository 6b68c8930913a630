import type { FilesBeside } from "../analysis/files-beside.ts";
import type { Mirror } from "../git/mirror.ts";
import type { ObjectReader, TreeRecord } from "../git/object-reader.ts";
import { readTreeId } from "../git/read-ref.ts";

/** Larger ones are withheld. In bytes. */
const maxBytes = 2 * 1024 * 1024;

/**
 * The files of a tree, given by its id. Each costs what the folders cost that it is in, however many files the tree has. Nobody else
 * may use `objects` meanwhile.
 */
export function filesOfTree(objects: ObjectReader, tree: string): FilesBeside {
  const find = finderOfTree(objects, tree);
  let last: Promise<unknown> = Promise.resolve();
  /** The reader answers one question after another. */
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const next = last.then(ask);
    last = next.catch(() => {});
    return next;
  };

  async function read(path: string) {
    const record = await find(path);
    if (!record?.mode.startsWith("100")) return { withheld: "is a symbolic link or a submodule" };
    const size = await objects.readSize(record.oid);
    if (size === null || size > maxBytes) return { withheld: "is too large to be looked into" };
    return { content: await objects.read(record.oid, maxBytes) };
  }

  async function identify(path: string): Promise<string | null> {
    const record = await find(path);
    return record === null ? null : `${record.mode} ${record.oid}`;
  }

  return {
    identify: (path) => inTurn(() => identify(path)),
    read: (path) => inTurn(() => read(path)),
  };
}

/** The tree of a commit, without a process of its own where it is there. Throws `GitError`. */
export async function treeIdOf(objects: ObjectReader, mirror: Mirror, commit: string): Promise<string> {
  return (await objects.find(commit, "tree")) ?? readTreeId(mirror, commit);
}

/** Finds what stands at a path of a tree; `null` for nothing, or a folder. One question after another. */
export function finderOfTree(objects: ObjectReader, tree: string): (path: string) => Promise<TreeRecord | null> {
  const folders = new Map<string, ReadonlyMap<string, TreeRecord>>();
  return async (path) => {
    let oid = tree;
    const names = path.split("/");
    for (const [index, name] of names.entries()) {
      const records = folders.get(oid) ?? new Map((await objects.readTree(oid)).map((one) => [one.name, one]));
      folders.set(oid, records);
      const record = records.get(name);
      if (record === undefined || index === names.length - 1)
        return record?.mode === "040000" ? null : (record ?? null);
      if (record.mode !== "040000") return null;
      oid = record.oid;
    }
    return null;
  };
}

/** Reads files of a tree by their paths; `null` for what is no file, or too large. */
export function readerOfTree(
  objects: ObjectReader,
  tree: string,
  maxBytes: number,
): (path: string) => Promise<Buffer | null> {
  const find = finderOfTree(objects, tree);
  return async (path) => {
    const record = await find(path);
    if (!record?.mode.startsWith("100")) return null;
    const size = await objects.readSize(record.oid);
    return size === null || size > maxBytes ? null : objects.read(record.oid, maxBytes);
  };
}
