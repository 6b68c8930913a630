import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FilesBeside } from "../analysis/files-beside.ts";
import { ConfigError } from "../domain/errors.ts";
import type { NodeFile } from "../domain/node.ts";
import { filesOnDisk } from "./files-on-disk.ts";

export interface LiveFile {
  /** Whose it is; `null` where the node's file does not tell. */
  readonly repository: string | null;
  readonly path: string;
  /** It and what stands beside it, by paths like its own. */
  readonly beside: FilesBeside;
}

/**
 * All files of the directory that Airflow reads: below a namespace of the node's file as paths of its repository, else as they stand in
 * the directory. Throws `ConfigError`.
 */
export async function listLiveFiles(directory: string, node: NodeFile | null): Promise<readonly LiveFile[]> {
  const owners = new Map((node?.repositories ?? []).map(({ namespace, name }) => [namespace, name]));
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new ConfigError("--dags", `The directory ${directory} could not be read.`, { cause });
  });
  const visible = names.filter((name) => !name.startsWith(".")).toSorted();
  const entries = await Promise.all(visible.map((name) => listEntry(directory, name)));
  const loose = entries.flatMap(({ name, paths }) => (owners.has(name) ? [] : paths.map((path) => `${name}${path}`)));
  const ofNobody = toFound(directory, null, loose);
  const ofRepositories = entries.flatMap(({ name, paths }) => {
    const owner = owners.get(name);
    return owner === undefined
      ? []
      : toFound(
          join(directory, name),
          owner,
          paths.map((path) => path.slice(1)),
        );
  });
  return [...ofRepositories, ...ofNobody];
}

function toFound(root: string, repository: string | null, paths: readonly string[]): readonly LiveFile[] {
  const beside = filesOnDisk(root, () => paths);
  return paths.map((path) => ({ repository, path, beside }));
}

/** What is below an entry of the directory, each path with a slash before it; of a file the empty path. */
async function listEntry(directory: string, name: string): Promise<{ name: string; paths: readonly string[] }> {
  const stats = await stat(join(directory, name)).catch(() => null); // a namespace is a link
  if (stats?.isFile()) return { name, paths: [""] };
  if (!stats?.isDirectory()) return { name, paths: [] };
  return { name, paths: (await walk(join(directory, name))).map((path) => `/${path}`) };
}

/** The files below a directory, without what is hidden. Links are not followed. */
async function walk(directory: string, prefix = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(directory, prefix), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "__pycache__") continue;
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await walk(directory, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found.toSorted();
}
