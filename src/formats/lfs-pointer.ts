/** What stands in git for a file that Git LFS keeps elsewhere. */
export interface LfsPointer {
  /** Why git-lfs would not take it; `null` when it is well formed. */
  readonly objection: string | null;
}

/** Reads a pointer of Git LFS; `null` for any other file. https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export function readLfsPointer(text: string): LfsPointer | null {
  if (text.length > 1024 || !/^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v\d/.test(text))
    return null;
  const lines = text.trimEnd().split("\n");
  const oid = lines.find((line) => line.startsWith("oid "));
  const size = lines.find((line) => line.startsWith("size "));
  if (oid === undefined || !/^oid sha256:[0-9a-f]{64}$/.test(oid))
    return { objection: "its oid is not a SHA-256 digest" };
  if (size === undefined || !/^size (?:0|[1-9]\d{0,17})$/.test(size)) return { objection: "its size is not a number" };
  return { objection: null };
}
