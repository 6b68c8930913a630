import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import type { ForgeName } from "../domain/identity.ts";
import { listNames } from "../formats/did-you-mean.ts";
import {
  type ChosenFile,
  chooseOwners,
  choosePolicyBot,
  type ImportFile,
  placesOf,
} from "../policy/import/choose-file.ts";

export interface ImportKind {
  readonly from: "codeowners" | "policy-bot";
  readonly forge: ForgeName;
}

/** Larger files are no files of people. In bytes. */
const maxBytes = 1024 * 1024;

/** Reads the file to import: of several, and of a directory, the one that counts. Throws `ConfigError` when there is none. */
export async function readImported(paths: readonly string[], cwd: string, kind: ImportKind): Promise<ChosenFile> {
  const found: ImportFile[] = [];
  for (const path of paths) found.push(...(await readAll(path, cwd, kind)));
  const [first, ...others] = found;
  if (first === undefined) {
    const places = listNames(placesOf(kind.from, kind.forge));
    throw new ConfigError(paths.join(" "), `There is none of ${places} in ${listNames(paths)}. Give the file itself.`);
  }
  return kind.from === "codeowners"
    ? chooseOwners([first, ...others], kind.forge)
    : choosePolicyBot([first, ...others]);
}

async function readAll(path: string, cwd: string, { from, forge }: ImportKind): Promise<readonly ImportFile[]> {
  const stats = await stat(resolve(cwd, path)).catch(() => null);
  if (stats?.isDirectory() !== true) return [{ path, text: await load(path, cwd) }];
  const found: ImportFile[] = [];
  for (const place of placesOf(from, forge)) {
    const inside = join(path, place);
    const isThere = await stat(resolve(cwd, inside)).then(
      (one) => one.isFile(),
      () => false,
    );
    if (isThere) found.push({ path: inside, text: await load(inside, cwd) });
  }
  return found;
}

async function load(path: string, cwd: string): Promise<string> {
  const bytes = await readFile(resolve(cwd, path)).catch((cause: unknown) => {
    throw new ConfigError(path, `${path} could not be read: see that it is there, and a file.`, { cause });
  });
  if (bytes.length <= maxBytes) return bytes.toString("utf8");
  throw new ConfigError(path, `${path} has more than 1 MB, which no such file has.`);
}
