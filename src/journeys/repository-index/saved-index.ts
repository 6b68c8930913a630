import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
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
const maxHeadBytes = 256 * 1024;

/** The largest table; more is no index of ours. In bytes. */
const maxTableBytes = 1024 * 1024 * 1024;

const headSchema = z.object({
  version: z.string(),
  settings: z.string(),
  id: z.string(),
  lengths: z.array(z.int().min(0).max(maxTableBytes)).length(6),
});

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
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null); // a pipe is not waited for
  if (file === null) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return null;
    const { size } = stats;
    const start = Buffer.alloc(Math.min(size, maxHeadBytes));
    await file.read(start, 0, start.length, 0);
    const end = start.indexOf(lineFeed, digestBytes);
    if (end === -1) return null;
    const hash = createHash("sha256").update(start.subarray(digestBytes, end + 1));
    const head = readHead(start.toString("utf8", digestBytes, end));
    if (head === null || head.version !== packageJson.version || head.settings !== settings) return null;
    if (head.lengths.reduce((sum, length) => sum + length, end + 1) !== size) return null;
    const tables = await readTables(file, end + 1, head.lengths);
    for (const { buffer } of tables) hash.update(new Uint8Array(buffer));
    if (!hash.digest().equals(start.subarray(0, digestBytes))) return null;
    const [files, folded, modules, ofTree, models, ofDags] = tables;
    if (!files || !folded || !modules || !ofTree || !models || !ofDags) return null;
    return {
      tree: { id: head.id, tree: { files, folded, modules, labels: ofTree, changes: [] } },
      dags: { id: head.id, dags: { models, labels: ofDags, changes: [] } },
    };
  } finally {
    await file.close();
  }
}

function readHead(text: string): Head | null {
  try {
    return headSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

type Head = z.output<typeof headSchema>;

/** Each goes where it stays: a second copy of them would be large. */
async function readTables(file: FileHandle, start: number, lengths: Head["lengths"]): Promise<readonly PackedTable[]> {
  const tables: PackedTable[] = [];
  let at = start;
  for (const length of lengths) {
    const buffer = new SharedArrayBuffer(length);
    await file.read(Buffer.from(buffer), 0, length, at);
    tables.push({ buffer });
    at += length;
  }
  return tables;
}

function digestOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
