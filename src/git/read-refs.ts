import type { Mirror } from "./mirror.ts";
import { openObjectReader } from "./object-reader.ts";

/** As `readRef` for several names, in their order, by one process. Throws `GitError`. */
export async function readRefs(mirror: Mirror, refs: readonly string[]): Promise<readonly (string | null)[]> {
  const objects = openObjectReader(mirror);
  try {
    const commits: (string | null)[] = [];
    for (const ref of refs) commits.push(await objects.find(ref, "commit"));
    return commits;
  } finally {
    objects.close();
  }
}
