import type { AttestedFile } from "../core/attest/build-statement.ts";
import { sha256Hex } from "../formats/sha256.ts";
import { listTree, type TreeEntry } from "../git/list-tree.ts";
import type { Mirror } from "../git/mirror.ts";
import { openObjectReader } from "../git/object-reader.ts";
import type { AttestationStore } from "../ports/store.ts";

/** No larger file is deployed either: it is held in memory once. */
const maxFileBytes = 1024 ** 3;
const maxLinkBytes = 4095;
const batch = 500;

/** Every file and link of a tree with what it contains. What was digested once is not read again, whatever its path. */
export async function digestFiles(
  store: Pick<AttestationStore, "readBlobDigests" | "recordBlobDigests">,
  mirror: Mirror,
  tree: string,
): Promise<readonly AttestedFile[]> {
  const entries = (await listTree(mirror, tree)).filter(({ type }) => type === "blob");
  const files = entries.filter(({ mode }) => mode !== "120000");
  const known = new Map(await store.readBlobDigests([...new Set(files.map(({ oid }) => oid))]));
  const missing = [...new Set(files.map(({ oid }) => oid))].filter((oid) => !known.has(oid));
  const objects = openObjectReader(mirror);
  try {
    for (let at = 0; at < missing.length; at += batch) {
      const digests = new Map<string, string>();
      for (const oid of missing.slice(at, at + batch)) {
        digests.set(oid, sha256Hex(await objects.read(oid, maxFileBytes)));
      }
      await store.recordBlobDigests(digests);
      for (const [oid, digest] of digests) known.set(oid, digest);
    }
    const attested: AttestedFile[] = [];
    for (const { path, mode, oid } of entries) attested.push({ path, mode, content: await contentOf({ mode, oid }) });
    return attested;
  } finally {
    objects.close();
  }

  async function contentOf({ mode, oid }: Pick<TreeEntry, "mode" | "oid">): Promise<string> {
    return mode === "120000" ? (await objects.read(oid, maxLinkBytes)).toString("utf8") : (known.get(oid) ?? "");
  }
}
