import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** One for all files, of which a release may have very many: each is read to its end before the next. */
const piece = Buffer.alloc(1024 * 1024);

/**
 * The SHA-256 (hex) of a file, and the id that git gives its bytes, from one look; `null` when it is no file. One may be put in
 * the place of another between two looks, but not be a link to elsewhere.
 */
export function digestFile(place: string): { readonly sha256: string; readonly blob: string } | null {
  const descriptor = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return null;
    const sha256 = createHash("sha256");
    const blob = createHash("sha1").update(`blob ${stats.size}\0`); // another length later makes an id that nothing has
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece)) {
      const part = piece.subarray(0, read);
      sha256.update(part);
      blob.update(part);
    }
    return { sha256: sha256.digest("hex"), blob: blob.digest("hex") };
  } finally {
    closeSync(descriptor);
  }
}
