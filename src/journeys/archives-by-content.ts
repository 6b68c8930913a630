import { mayEndZip, zipEndBytes } from "../formats/zip-directory.ts";
import type { ObjectReader } from "../git/object-reader.ts";

/** So much of one change is gone through; what lies beyond could be an archive. In bytes. */
const maxBytes = 512 * 1024 * 1024;

/** Makes the question whether a blob could be an archive, by its end. One after another; nobody else may use `objects` meanwhile. */
export function archivesByContent(objects: ObjectReader): (oid: string) => Promise<boolean> {
  let left = maxBytes;
  return async (oid) => {
    const size = await objects.readSize(oid);
    if (size === null || size > left) return true;
    left -= size;
    return mayEndZip(await objects.readTail(oid, zipEndBytes));
  };
}
