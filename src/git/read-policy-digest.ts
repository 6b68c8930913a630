import { sha256Hex } from "../formats/sha256.ts";
import { policyPaths } from "../predicates/protected-paths.ts";
import type { Mirror } from "./mirror.ts";
import { readFileAt } from "./read-blob.ts";

const maxBytes = 256 * 1024;

/** SHA-256 (hex) of the policy file that a commit has; `null` where it has none. Throws `GitError`. */
export async function readPolicyDigest(mirror: Mirror, commit: string): Promise<string | null> {
  for (const path of policyPaths) {
    const bytes = await readFileAt(mirror, commit, path, maxBytes);
    if (bytes !== null) return sha256Hex(bytes);
  }
  return null;
}
