import { createHash } from "node:crypto";
import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { StorageError } from "../domain/errors.ts";
import type { DvcObject } from "../domain/publication.ts";
import type { DeclaredOutput, Run } from "../domain/run.ts";
import type { ObjectStorage } from "../ports/object-storage.ts";
import { type CheckedFile, checkOutput, type OutputLimits, saltFileName, usualLimits } from "./check-output.ts";
import { type DvcEntry, objectKey, writeDirectoryListing } from "./dvc-layout.ts";
import { openOutput } from "./open-output.ts";
import { verifyStream } from "./verify-stream.ts";

export type CollectOutcome =
  | {
      readonly status: "collected";
      readonly directory: DvcObject;
      /** One for each file of the directory, the salt included. */
      readonly objects: readonly DvcObject[];
      /** How many files of the run were not declared, and so were left where they are; counted up to 1,000. */
      readonly undeclared: number;
    }
  | {
      readonly status: "refused";
      /** Says which output and what is wrong with it, and nothing of what is in it. */
      readonly reason: string;
    };

interface CollectOptions {
  readonly run: Pick<Run, "id" | "request">;
  /** Absolute path of the directory in which the run left its outputs. */
  readonly directory: string;
  readonly internal: ObjectStorage;
  /** 64 random hex digits, new each time. */
  readonly salt: string;
  readonly limits?: Partial<OutputLimits>;
}

/**
 * Checks the declared outputs of a run, and writes them, the salt and their directory object to internal storage, where DVC
 * can read them. What was not declared is never read. Throws a `StorageError` when a file or the storage cannot be used.
 */
export async function collectOutputs(options: CollectOptions): Promise<CollectOutcome> {
  const { run, internal, salt } = options;
  if (!/^[0-9a-f]{64}$/.test(salt)) throw new RangeError("The salt must be 64 random hex digits.");
  const place = await findDirectory(options.directory);
  if ("objection" in place) return refused(place.objection);

  const checked = await checkAll(options, place.directory);
  if ("objection" in checked) return refused(checked.objection);

  for (const file of checked.files) {
    const objection = await storeFile(place.directory, file, internal);
    if (objection !== null) return refused(objection);
  }
  const saltBytes = Buffer.from(`${salt}\n`);
  const entries: CheckedFile[] = [
    ...checked.files,
    { relpath: saltFileName, md5: md5Of(saltBytes), size: saltBytes.length },
  ];
  await storeBytes(md5Of(saltBytes), saltBytes, internal);
  const directory = await storeListing(entries, internal);
  return {
    status: "collected",
    directory,
    objects: entries.map(({ md5, size }) => ({ md5, size })),
    undeclared: await countUndeclared(place.directory, run.request.outputs),
  };
}

function refused(reason: string): CollectOutcome {
  return { status: "refused", reason };
}

async function findDirectory(path: string): Promise<{ directory: string } | { objection: string }> {
  return withClearErrors(path, async () => {
    const stat = await lstat(path).catch((error) => (isMissing(error) ? null : Promise.reject(error)));
    if (stat === null) return { objection: "The run left no output directory." };
    if (!stat.isDirectory()) return { objection: "The run's output directory is a link or a file." };
    return { directory: join(await realpath(dirname(path)), basename(path)) };
  });
}

async function checkAll(
  options: CollectOptions,
  directory: string,
): Promise<{ files: readonly CheckedFile[] } | { objection: string }> {
  const limits = { ...usualLimits, ...options.limits };
  const files: CheckedFile[] = [];
  let total = 0;
  for (const output of options.run.request.outputs) {
    const checked = await withClearErrors(join(directory, output.path), () => checkOutput(directory, output, limits));
    if ("objection" in checked) return { objection: `\`${output.path}\` ${checked.objection}.` };
    total += checked.size;
    if (total > limits.maxTotalBytes)
      return { objection: `All outputs together have more than ${limits.maxTotalBytes} bytes.` };
    files.push(checked);
  }
  return { files };
}

/** Reads the file a second time: what is stored are the very bytes that were checked, or nothing. */
async function storeFile(directory: string, file: CheckedFile, internal: ObjectStorage): Promise<string | null> {
  const path = join(directory, file.relpath);
  const opened = await withClearErrors(path, () => openOutput(directory, file.relpath));
  if ("objection" in opened) return `\`${file.relpath}\` ${opened.objection}.`;
  const expected = { md5: file.md5, size: file.size, location: directory, key: file.relpath };
  const verified = verifyStream(opened.file.createReadStream(), expected);
  try {
    await internal.write(objectKey(file.md5), verified, file.size);
    return null;
  } catch (error) {
    if (error instanceof StorageError && error.location === directory)
      return `\`${file.relpath}\` changed while it was read.`;
    throw error;
  } finally {
    verified.destroy();
  }
}

async function storeListing(entries: readonly (DvcEntry & DvcObject)[], internal: ObjectStorage): Promise<DvcObject> {
  const bytes = writeDirectoryListing(entries);
  const md5 = `${md5Of(bytes)}.dir`;
  await storeBytes(md5, bytes, internal);
  return { md5, size: bytes.length };
}

async function storeBytes(md5: string, bytes: Buffer, internal: ObjectStorage): Promise<void> {
  await internal.write(objectKey(md5), Readable.from([bytes], { objectMode: false }), bytes.length);
}

async function countUndeclared(directory: string, outputs: readonly DeclaredOutput[]): Promise<number> {
  const declared = new Set(outputs.map(({ path }) => join(directory, path)));
  let undeclared = 0;
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined && undeclared < 1000; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (!declared.has(path)) undeclared += 1;
    }
  }
  return Math.min(undeclared, 1000);
}

function md5Of(bytes: Buffer): string {
  return createHash("md5").update(bytes).digest("hex");
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function withClearErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new StorageError(
      `The output ${path} cannot be read (${reason}). Give the service's user read access to the inbox; it is tried again.`,
      { location: path, retryable: true },
      { cause },
    );
  }
}
