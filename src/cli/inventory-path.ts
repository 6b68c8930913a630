import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../domain/errors.ts";

/** The top-level modules in directories that stand on Python's path without being a package's. Throws `ConfigError`. */
export async function readModulesOfPath(directories: readonly string[]): Promise<ReadonlySet<string>> {
  const modules = new Set<string>();
  for (const directory of directories) {
    for (const entry of await list(directory)) {
      const name = /^([\p{L}_][\p{L}\p{N}_]*)(?:\.py|\.[\w.-]*so)?$/u.exec(entry.name)?.[1];
      if (name === undefined || name === "__pycache__") continue;
      const isFolder = !entry.name.includes(".");
      if (isFolder ? await holdsPython(join(directory, entry.name)) : true) modules.add(name);
    }
  }
  return modules;
}

async function list(directory: string): Promise<readonly Dirent[]> {
  return readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw new ConfigError("--path", `The directory ${directory} could not be read.`, { cause });
  });
}

/** Python takes any folder for a package; one without Python in it or in a folder of it is not meant as one. */
async function holdsPython(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name.endsWith(".py"))) return true;
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const names = await readdir(join(folder, entry.name)).catch(() => []);
    if (names.some((name) => name.endsWith(".py"))) return true;
  }
  return false;
}
