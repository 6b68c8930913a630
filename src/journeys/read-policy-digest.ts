import { createHash } from "node:crypto";
import type { Mirror } from "../git/mirror.ts";
import { readFileAt } from "../git/read-blob.ts";
import { maxPolicyBytes, policyPaths } from "./read-policy-at.ts";

/** SHA-256 (hex) of the policy file that a commit has; `null` where it has none. Throws `GitError`. */
export async function readPolicyDigest(mirror: Mirror, commit: string): Promise<string | null> {
  for (const path of policyPaths) {
    const bytes = await readFileAt(mirror, commit, path, maxPolicyBytes);
    if (bytes !== null) return createHash("sha256").update(bytes).digest("hex");
  }
  return null;
}
