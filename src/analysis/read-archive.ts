import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { readZipDirectory, type ZipEntry } from "../formats/zip-directory.ts";

/** More than archives of DAGs have. */
const limits = { files: 1000, bytes: 20 * 1024 * 1024, ratio: 200 };

const inflate = promisify(inflateRaw);

/** The files of a ZIP archive by their names, or why they are not read: in words that follow on "the archive". */
export type Archive = { readonly files: ReadonlyMap<string, Uint8Array> } | { readonly problem: string };

/** Unpacks a ZIP archive, in memory, within limits. Never rejects for what it is. */
export async function readArchive(content: Uint8Array): Promise<Archive> {
  const directory = readZipDirectory(content, limits);
  if ("problem" in directory) return directory;
  const files = new Map<string, Uint8Array>();
  for (const entry of directory.entries) {
    const unpacked = await unpack(entry);
    if (unpacked?.length !== entry.size || crc32(unpacked) !== entry.crc)
      return { problem: "has a file that is not what its directory says" };
    files.set(entry.name, unpacked);
  }
  return { files };
}

async function unpack({ isDeflated, stored, size }: ZipEntry): Promise<Uint8Array | null> {
  if (!isDeflated) return stored;
  return inflate(stored, { maxOutputLength: Math.max(size, 1) }).catch(() => null);
}
