import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import packageJson from "../../../package.json" with { type: "json" };
import type { PackedTable } from "../../formats/packed-table.ts";
import type { DagState, TreeState } from "./index-state.ts";

/** Both of one tree, without changes upon their tables. */
export interface SavedIndex {
  readonly tree: TreeState;
  readonly dags: DagState;
}

const lineFeed = 10;
const digestBytes = 32;

/** Writes an index: other versions, and whoever has other `settings`, do not find it. Throws what the disk says. */
export async function saveIndex(path: string, settings: string, { tree, dags }: SavedIndex): Promise<void> {
  const tables = [...tablesOf(tree.tree), ...tablesOf(dags.dags)].map(({ buffer }) => Buffer.from(buffer));
  const head = { version: packageJson.version, settings, id: tree.id, lengths: tables.map(({ length }) => length) };
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...tables]);
  const temporary = `${path}.${process.pid}.${Date.now()}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(temporary, Buffer.concat([digestOf(content), content]), { mode: 0o600 });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The tables in the order in which they are saved. */
function tablesOf(packed: TreeState["tree"] | DagState["dags"]): readonly PackedTable[] {
  if ("models" in packed) return [packed.models, packed.labels];
  return [packed.files, packed.folded, packed.modules, packed.labels];
}

/** Reads what was saved; `null` where there is none, or not of these settings, or where any of its bytes is another. */
export async function readSavedIndex(path: string, settings: string): Promise<SavedIndex | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null || !digestOf(bytes.subarray(digestBytes)).equals(bytes.subarray(0, digestBytes))) return null;
  const end = bytes.indexOf(lineFeed, digestBytes);
  const head = JSON.parse(bytes.toString("utf8", digestBytes, end)) as Head; // the digest says that it is what was saved
  if (head.version !== packageJson.version || head.settings !== settings) return null;
  const [files, folded, modules, ofTree, models, ofDags] = cut(bytes.subarray(end + 1), head.lengths);
  if (!files || !folded || !modules || !ofTree || !models || !ofDags) return null;
  return {
    tree: { id: head.id, tree: { files, folded, modules, labels: ofTree, changes: [] } },
    dags: { id: head.id, dags: { models, labels: ofDags, changes: [] } },
  };
}

interface Head {
  readonly version: string;
  readonly settings: string;
  readonly id: string;
  readonly lengths: readonly number[];
}

function cut(bytes: Buffer, lengths: readonly number[]): readonly PackedTable[] {
  let at = 0;
  return lengths.map((length) => {
    const buffer = new SharedArrayBuffer(length);
    Buffer.from(buffer).set(bytes.subarray(at, at + length));
    at += length;
    return { buffer };
  });
}

function digestOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
