import { StorageError } from "../domain/errors.ts";
import { objectToPath } from "../formats/relative-path.ts";

/** Answers the key of an object, which can lead nowhere but below the storage's root. */
export function requireSafeKey(location: string, key: string): string {
  const objection = objectToPath(key);
  if (objection === null) return key;
  throw new StorageError(`The key ${JSON.stringify(key)} of an object ${objection}.`, { location, retryable: false });
}
