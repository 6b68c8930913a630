import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { GitError } from "../../domain/errors.ts";
import type { ObjectReader } from "../../git/object-reader.ts";
import { manySyncs, syncTouched } from "./durable.ts";
import type { FileWrite, TreePlan } from "./plan-changes.ts";
import { hashBlob, placeFile } from "./slot-files.ts";
import { addEntry, type IndexEntry, removeEntry } from "./tree-index.ts";
import type { Twin } from "./twin-slot.ts";

/** No file of a release may be larger: it is held in memory once. */
const maxFileBytes = 1024 ** 3;
const maxLinkBytes = 4095;

/** The entries that a plan writes, links with what they contain, so that the plan can be judged before anything is touched. */
export async function readPlannedEntries(plan: TreePlan, objects: ObjectReader): Promise<Map<string, IndexEntry>> {
  const links = plan.writes.filter((write) => write.mode === "120000");
  const texts = new Map<string, string>();
  await readBlobs(links, objects, maxLinkBytes, (write, content) => texts.set(write.path, content.toString("utf8")));
  return new Map(
    plan.writes.map(({ path, mode, oid }) => [path, { mode, oid, link: texts.get(path) ?? null, stat: null }]),
  );
}

/** Carries a plan out on a slot that nobody reads, and keeps its index in step. When it returns, all of it is on the disk. */
export async function applyPlan(
  slot: Twin,
  plan: TreePlan,
  objects: ObjectReader,
  { staging, stop }: { readonly staging: string; readonly stop: AbortSignal | null },
): Promise<void> {
  const touched = new Set<string>();
  const wereThere = new Set(slot.index.directories.keys());
  const younger = new Map(plan.writes.map(({ path }) => [path, slot.index.files.get(path)?.stat?.mtimeMs ?? null]));
  for (const path of plan.removals) {
    rmSync(join(slot.directory, path), { recursive: true, force: true });
    for (const emptied of removeEntry(slot.index, path))
      rmSync(join(slot.directory, emptied), { recursive: true, force: true });
    touched.add(parentOf(path));
  }
  const isLarge = plan.writes.length > manySyncs;
  await writeFiles(slot, plan.writes, objects, { staging, stop, younger, durable: !isLarge }, (path) => {
    let parent = parentOf(path);
    touched.add(parent);
    while (parent !== "" && !wereThere.has(parent)) {
      parent = parentOf(parent); // a new directory is a new name in the one above it
      touched.add(parent);
    }
  });
  await syncTouched(slot.directory, touched, isLarge);
}

interface WriteOptions {
  readonly staging: string;
  readonly stop: AbortSignal | null;
  readonly younger: ReadonlyMap<string, number | null>;
  readonly durable: boolean;
}

/** Writes blobs into a slot, each by one rename, each checked against its id. */
export async function writeFiles(
  slot: Twin,
  writes: readonly FileWrite[],
  objects: ObjectReader,
  options: WriteOptions,
  written: (path: string) => void,
): Promise<void> {
  const place = (write: FileWrite, content: Buffer) => {
    options.stop?.throwIfAborted();
    const youngerThan = options.younger.get(write.path) ?? null;
    const file = { mode: write.mode, content, youngerThan, durable: options.durable };
    const stat = placeFile(options.staging, slot.directory, write.path, file);
    const link = write.mode === "120000" ? content.toString("utf8") : null;
    addEntry(slot.index, write.path, { mode: write.mode, oid: write.oid, link, stat });
    written(write.path);
  };
  for (const write of writes) if (write.mode === "160000") place(write, Buffer.alloc(0));
  const files = writes.filter((write) => write.mode !== "160000");
  await readBlobs(files, objects, maxFileBytes, place);
}

async function readBlobs(
  writes: readonly FileWrite[],
  objects: ObjectReader,
  maxBytes: number,
  use: (write: FileWrite, content: Buffer) => void,
): Promise<void> {
  for (const write of writes) {
    const content = await objects.read(write.oid, maxBytes);
    if (hashBlob(content) !== write.oid) {
      throw new GitError(
        "corrupt",
        `${write.path} is not what its id ${write.oid} says. The repository is fetched anew.`,
      );
    }
    use(write, content);
  }
}

function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === "." ? "" : parent;
}
