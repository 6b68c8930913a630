import { access, mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../../.cache", import.meta.url));

/**
 * The directory of a program in the git-ignored `.cache/`, installed there when it is not yet. What is half installed, or
 * installed twice at once, is never seen: the name is a link that appears when all is there. `install` may not be moved
 * afterwards, as virtual environments hold their own path.
 */
export async function cacheProgram(name: string, install: (directory: string) => Promise<void>): Promise<string> {
  const place = join(cache, name);
  if (await isThere(place)) return place;
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(`${place}.`);
  try {
    await install(directory);
    const link = `${directory}.link`;
    await symlink(basename(directory), link);
    await rename(link, place);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return place;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
