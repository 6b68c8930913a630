import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../formats/sha256.ts";

const maxFiles = 2_000;

/** Blocks of signatures, each in a file of its own: `signatures/` of the state directory, a folder for each repository. */
export interface SignatureFiles {
  /** Keeps a block; one that is there already changes nothing. `false`: there are too many of this repository. */
  keep(repository: string, block: string): Promise<boolean>;
  /** Newest first. */
  list(repository: string): Promise<readonly string[]>;
}

export function openSignatureFiles(stateDirectory: string): SignatureFiles {
  const folderOf = (repository: string): string => join(stateDirectory, "signatures", sha256Hex(repository));
  const listNames = async (folder: string): Promise<readonly string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{64}\.txt$/.test(name));

  return {
    async keep(repository, block) {
      const folder = folderOf(repository);
      const names = await listNames(folder);
      const name = `${sha256Hex(block)}.txt`;
      if (names.includes(name)) return true;
      if (names.length >= maxFiles) return false;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const next = join(folder, `${name}.${randomUUID()}.next`); // the same block may come twice at once
      await writeFile(next, block, { mode: 0o600 });
      await rename(next, join(folder, name));
      return true;
    },
    async list(repository) {
      const folder = folderOf(repository);
      const files = await Promise.all(
        (await listNames(folder)).map(async (name) => {
          const path = join(folder, name);
          return { text: await readFile(path, "utf8"), at: (await stat(path)).mtimeMs };
        }),
      );
      return files.toSorted((a, b) => b.at - a.at).map(({ text }) => text);
    },
  };
}
