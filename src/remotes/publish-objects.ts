import { z } from "zod";
import { StorageError } from "../domain/errors.ts";
import type { DvcObject, Publication } from "../domain/publication.ts";
import type { ObjectStorage } from "../ports/object-storage.ts";
import { contentDigest, type DvcEntry, objectKey } from "./dvc-layout.ts";
import { verifyStream } from "./verify-stream.ts";

const listing = z.array(z.object({ md5: z.string().regex(/^[0-9a-f]{32}$/), relpath: z.string() })).max(100_000);

/**
 * Copies the approved directory object and the objects that it names, and no others, from internal storage to the
 * publication remote. Each digest is verified on the way. The directory object comes last, so that what it names is there
 * when it is. Doing it again changes nothing. Throws a `StorageError`.
 */
export async function publishObjects(options: {
  readonly publication: Pick<Publication, "directory" | "objects">;
  readonly from: ObjectStorage;
  readonly to: ObjectStorage;
}): Promise<void> {
  const { publication, from, to } = options;
  const entries = await readDirectory(from, publication.directory);
  for (const object of namedObjects(publication, entries, from)) await copyObject(object, from, to);
  await copyObject(publication.directory, from, to);
}

async function readDirectory(from: ObjectStorage, directory: DvcObject): Promise<readonly DvcEntry[]> {
  const text = await readWhole(directory, from);
  try {
    return listing.parse(JSON.parse(text));
  } catch (cause) {
    throw new StorageError(
      `The directory object ${directory.md5} in ${from.location} is not a listing as DVC writes it.`,
      { location: from.location, retryable: false },
      { cause },
    );
  }
}

/** What the approved digest names is what counts; our own record must agree with it. */
function namedObjects(
  publication: Pick<Publication, "directory" | "objects">,
  entries: readonly DvcEntry[],
  from: ObjectStorage,
): readonly DvcObject[] {
  const recorded = new Map(publication.objects.map((object) => [object.md5, object]));
  return [...new Set(entries.map(({ md5 }) => md5))].map((md5) => {
    const object = recorded.get(md5);
    if (object) return object;
    throw new StorageError(
      `The directory object ${publication.directory.md5} names ${md5}, which was not collected with it. Nothing is published; ask for the run again.`,
      { location: from.location, retryable: false },
    );
  });
}

/** A storage takes an object only when its body came to its end, where the digest is verified. */
async function copyObject(object: DvcObject, from: ObjectStorage, to: ObjectStorage): Promise<void> {
  if (await isThere(object, to)) return;
  const body = verifyStream(await from.read(objectKey(object.md5)), expectation(object, from));
  await to.write(objectKey(object.md5), body, object.size);
}

/** An object that is in the publication remote already counts only when it holds the right bytes. */
async function isThere(object: DvcObject, to: ObjectStorage): Promise<boolean> {
  if (!(await to.has(objectKey(object.md5)))) return false;
  await drain(verifyStream(await to.read(objectKey(object.md5)), expectation(object, to)));
  return true;
}

async function readWhole(object: DvcObject, from: ObjectStorage): Promise<string> {
  const body = await from.read(objectKey(object.md5));
  const pieces: Buffer[] = [];
  for await (const piece of verifyStream(body, expectation(object, from))) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

function expectation(object: DvcObject, { location }: ObjectStorage) {
  return { md5: contentDigest(object), size: object.size, location, key: objectKey(object.md5) };
}
