import { createHash } from "node:crypto";
import { shortSha } from "../core/render/markdown.ts";
import type { PolicySource } from "../domain/policy.ts";
import type { Mirror } from "../git/mirror.ts";
import { readFileAt } from "../git/read-blob.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { rules } from "../rules/index.ts";
import type { JourneyPorts } from "./ports.ts";

export const policyPaths: readonly string[] = [".countersign.yml", ".github/countersign.yml", ".gitlab/countersign.yml"];

const knownRules = rules.map(({ id }) => id);
export const maxPolicyBytes = 256 * 1024;

/** Whether a policy may stand at this path. */
export function isPolicyPath(path: string): boolean {
  return policyPaths.includes(path);
}

/** The policy as a commit has it. A change is judged by that of its base branch, never by that of its head. */
export async function readPolicyAt(
  ports: Pick<JourneyPorts, "presets">,
  mirror: Mirror,
  commit: string,
): Promise<PolicySource> {
  for (const path of policyPaths) {
    const bytes = await readFileAt(mirror, commit, path, maxPolicyBytes);
    if (bytes === null) continue;
    const text = bytes.toString("utf8");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const name = `${path} at ${shortSha(commit)}`;
    const read = readPolicy(text, { path, presets: ports.presets, knownRules });
    return "policy" in read
      ? { state: "valid", policy: read.policy, sha256, name }
      : { state: "invalid", problems: read.problems, sha256, name };
  }
  return { state: "absent" };
}
