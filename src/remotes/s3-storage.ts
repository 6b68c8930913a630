import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { StorageError } from "../domain/errors.ts";
import type { ObjectStorage } from "../ports/object-storage.ts";
import { requireSafeKey } from "./safe-key.ts";
import { type Place, pieceBytes, readPieces, uploadPieces } from "./upload-pieces.ts";

/** How S3 is reached. Without keys, the SDK looks for them where it always does (profile, instance role, web identity). */
export interface S3Options {
  readonly accessKeyId: string | null;
  readonly secretAccessKey: string | null;
  readonly region: string;
  /** Of S3 servers other than Amazon's, which are asked with the bucket in the path; `null` for Amazon's. */
  readonly endpoint: string | null;
}

interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  readonly location: string;
}

/** A DVC remote in a bucket, below a prefix (empty, or ending in `/`). */
export function openS3Storage(bucketName: string, prefix: string, options: S3Options): ObjectStorage {
  const location = `s3://${bucketName}/${prefix}`.replace(/\/$/, "");
  const bucket: Bucket = { client: createClient(options), bucket: bucketName, prefix, location };
  const placeOf = (key: string) => ({ Bucket: bucketName, Key: `${prefix}${requireSafeKey(location, key)}` });
  return {
    location,
    has: (key) => hasObject(bucket, placeOf(key)),
    read: (key) => readObject(bucket, placeOf(key)),
    write: (key, body, size) => writeObject(bucket, placeOf(key), body, size),
    list: (keyPrefix) => listKeys(bucket, keyPrefix),
  };
}

function createClient({ accessKeyId, secretAccessKey, region, endpoint }: S3Options): S3Client {
  return new S3Client({
    region,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
    ...(accessKeyId !== null && secretAccessKey !== null && { credentials: { accessKeyId, secretAccessKey } }),
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
  });
}

async function hasObject(bucket: Bucket, place: Place): Promise<boolean> {
  try {
    await bucket.client.send(new HeadObjectCommand(place));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw toStorageError(bucket, place.Key, error);
  }
}

async function readObject(bucket: Bucket, place: Place): Promise<Readable> {
  try {
    const { Body } = await bucket.client.send(new GetObjectCommand(place));
    if (Body instanceof Readable) return Body;
    throw new Error("the answer has no body");
  } catch (error) {
    throw toStorageError(bucket, place.Key, error);
  }
}

/** Shown once it is whole; `If-None-Match: *` leaves one that is there as it is. */
async function writeObject(bucket: Bucket, place: Place, body: Readable, size: number): Promise<void> {
  try {
    if (size <= pieceBytes) await putWhole(bucket, place, body, size);
    else await uploadPieces(bucket.client, place, body, size);
  } catch (error) {
    if (statusOf(error) === 412) return;
    throw toStorageError(bucket, place.Key, error);
  } finally {
    body.destroy();
  }
}

/** The SDK gets bytes and never a stream: it does not survive one that fails, and could not try it again. */
async function putWhole({ client }: Bucket, place: Place, body: Readable, size: number): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of readPieces(body, size)) pieces.push(piece);
  await client.send(new PutObjectCommand({ ...place, Body: Buffer.concat(pieces), IfNoneMatch: "*" }));
}

async function listKeys(bucket: Bucket, keyPrefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  try {
    for (let token: string | undefined; ; ) {
      const page = await bucket.client.send(
        new ListObjectsV2Command({
          Bucket: bucket.bucket,
          Prefix: `${bucket.prefix}${keyPrefix}`,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key.slice(bucket.prefix.length));
      token = page.NextContinuationToken;
      if (token === undefined) return keys.sort();
    }
  } catch (error) {
    throw toStorageError(bucket, keyPrefix, error);
  }
}

function statusOf(error: unknown): number | null {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? null) : null;
}

function toStorageError({ location }: Bucket, key: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const status = statusOf(cause);
  const retryable = status === null || status === 409 || status === 429 || status >= 500;
  const message = `The storage ${location} cannot be used (${key}): ${describe(status, cause)}`;
  return new StorageError(message, { location, retryable }, { cause });
}

function describe(status: number | null, cause: unknown): string {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (status === 401 || status === 403)
    return `${reason}. Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and that they may read, write and list here.`;
  if (status === 404) return `${reason}. There is no such bucket or object.`;
  if (status === null) return `${reason}. Check AWS_ENDPOINT_URL_S3, and that the server answers.`;
  return reason;
}
