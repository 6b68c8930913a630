import { isAbsolute } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import { objectToPath } from "../formats/relative-path.ts";
import type { ObjectStorage } from "../ports/object-storage.ts";
import { openDirectoryStorage } from "./directory-storage.ts";
import { openS3Storage, type S3Options } from "./s3-storage.ts";

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Opens a DVC remote: the absolute path of a directory, or `s3://bucket/prefix`. Throws a `ConfigError`; nothing is asked yet. */
export function openObjectStorage(location: string, options: { readonly s3: S3Options }): ObjectStorage {
  if (location.startsWith("s3://")) return openBucket(location, options.s3);
  if (isAbsolute(location)) return openDirectoryStorage(location);
  throw new ConfigError(
    "storage",
    `The storage ${JSON.stringify(withoutCredentials(location))} is neither the absolute path of a directory nor s3://BUCKET/PREFIX. Change it in the node's file.`,
  );
}

function openBucket(location: string, options: S3Options): ObjectStorage {
  const [bucket = "", ...parts] = location.slice("s3://".length).replace(/\/+$/, "").split("/");
  const prefix = parts.join("/");
  if (!bucketName.test(bucket) || (prefix !== "" && objectToPath(prefix) !== null))
    throw new ConfigError(
      "storage",
      `The storage ${JSON.stringify(withoutCredentials(location))} is not s3://BUCKET/PREFIX. Change it in the node's file; keys are given by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    );
  return openS3Storage(bucket, prefix === "" ? "" : `${prefix}/`, options);
}

function withoutCredentials(location: string): string {
  return location.replace(/\/\/[^/]*@/, "//…@");
}
