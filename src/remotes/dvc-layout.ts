import type { DvcObject } from "../domain/publication.ts";

/** One file of a directory object. */
export interface DvcEntry {
  readonly md5: string;
  /** Relative to the directory, with `/`. */
  readonly relpath: string;
}

const digest = /^[0-9a-f]{32}(\.dir)?$/;

/** Where DVC 3 keeps an object in a remote: `files/md5/ab/cdef…`. Throws when the digest is none, as it becomes a path. */
export function objectKey(md5: string): string {
  if (!digest.test(md5)) throw new RangeError(`${JSON.stringify(md5)} is not the MD5 digest of a DVC object.`);
  return `files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`;
}

/** The digest that the bytes of an object must have: of a directory's object without its `.dir`. */
export function contentDigest(object: Pick<DvcObject, "md5">): string {
  return object.md5.replace(/\.dir$/, "");
}

/**
 * The bytes of a directory object, as DVC writes them (Python's `json.dumps(…, sort_keys=True)` of the entries sorted by
 * path, in `Tree.as_bytes` of dvc-data), so that DVC finds the same digest for the same files.
 */
export function writeDirectoryListing(entries: readonly DvcEntry[]): Buffer {
  const sorted = [...entries].sort((left, right) =>
    Buffer.compare(Buffer.from(left.relpath), Buffer.from(right.relpath)),
  );
  const items = sorted.map(({ md5, relpath }) => `{"md5": ${quote(md5)}, "relpath": ${quote(relpath)}}`);
  return Buffer.from(`[${items.join(", ")}]`, "ascii");
}

/** As Python quotes with `ensure_ascii`. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
