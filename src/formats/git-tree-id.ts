import { createHash } from "node:crypto";

/** A file or link of a tree, by its whole path. */
export interface TreeEntry {
  readonly path: string;
  readonly mode: "100644" | "100755" | "120000";
  readonly oid: string;
}

interface Folder {
  readonly files: Map<string, TreeEntry>;
  readonly folders: Map<string, Folder>;
}

/** The id that git gives these bytes as a blob. */
export function blobId(content: Uint8Array): string {
  return objectId("blob", content);
}

/** The id that git gives a tree of exactly these files. */
export function treeId(entries: readonly TreeEntry[]): string {
  const root: Folder = emptyFolder();
  for (const entry of entries) {
    const parts = entry.path.split("/");
    const name = parts.pop() ?? "";
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? emptyFolder();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.set(name, entry);
  }
  return folderId(root);
}

function folderId({ files, folders }: Folder): string {
  const records = [
    ...[...files].map(([name, { mode, oid }]) => ({ key: Buffer.from(name), name, mode, oid })),
    ...[...folders].map(([name, folder]) => ({
      key: Buffer.from(`${name}/`), // git sorts a folder as if its name ended so
      name,
      mode: "40000",
      oid: folderId(folder),
    })),
  ].sort((one, other) => Buffer.compare(one.key, other.key));
  const parts = records.flatMap(({ name, mode, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]);
  return objectId("tree", Buffer.concat(parts));
}

function objectId(type: "blob" | "tree", content: Uint8Array): string {
  return createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");
}

function emptyFolder(): Folder {
  return { files: new Map(), folders: new Map() };
}
