import { shortSha } from "../core/render/markdown.ts";
import type { RepositoryRef } from "../domain/identity.ts";
import type { PolicyLayerDigest, PolicySource } from "../domain/policy.ts";
import { sha256Hex } from "../formats/sha256.ts";
import type { Mirror } from "../git/mirror.ts";
import { readEntryAt } from "../git/read-blob.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { saysNothing } from "../policy/says-nothing.ts";
import { policyPaths } from "../predicates/protected-paths.ts";
import { allRules } from "../rules/rule-set.ts";
import type { JourneyPorts } from "./ports.ts";
import {
  type OrganisationPolicy,
  type OrganisationPolicyPorts,
  readOrganisationPolicy,
} from "./read-organisation-policy.ts";

export const maxPolicyBytes = 256 * 1024;

export type PolicyPorts = OrganisationPolicyPorts & Pick<JourneyPorts, "presets">;

/** Whether a policy may stand at this path. */
export function isPolicyPath(path: string): boolean {
  return policyPaths.includes(path);
}

/** Files that stand in for those of the forge, where somebody wants to know what they would say; `null`: the forge's own. */
export interface PolicyInstead {
  readonly own: OwnPolicy | null;
  readonly organisation: OrganisationPolicy | null;
}

const nothingInstead: PolicyInstead = { own: null, organisation: null };

/**
 * The policy as a commit has it, above it that of the organisation. A change is judged by that of its base branch, never by that of
 * its head. Throws as `readOrganisationPolicy`.
 */
export async function readPolicyAt(
  ports: PolicyPorts,
  repository: RepositoryRef,
  mirror: Mirror,
  commit: string,
  instead: PolicyInstead = nothingInstead,
): Promise<PolicySource> {
  const own = instead.own ?? (await readOwn(mirror, commit));
  const organisation = instead.organisation ?? (await readOrganisationPolicy(ports, repository, mirror, commit));
  return joinPolicies(own, organisation, ports.presets);
}

/** The file of a repository. */
export interface OwnPolicy {
  readonly path: string;
  /** `null` of what is no regular file: a link, a folder or a submodule. */
  readonly text: string | null;
  readonly sha256: string;
  readonly name: string;
}

async function readOwn(mirror: Mirror, commit: string): Promise<OwnPolicy | null> {
  for (const path of policyPaths) {
    const found = await readEntryAt(mirror, commit, path, maxPolicyBytes);
    if (found === null) continue;
    const { content } = found;
    const name = `${path} at ${shortSha(commit)}`;
    if (content === null) return { path, text: null, sha256: "", name };
    return { path, text: content.toString("utf8"), sha256: sha256Hex(content), name };
  }
  return null;
}

/** The policy's digest and name are those of the repository's file, where there is one. */
export function joinPolicies(
  own: OwnPolicy | null,
  organisation: OrganisationPolicy,
  presets: Readonly<Record<string, string>>,
): PolicySource {
  if (organisation.state === "unreadable") {
    const { name, reason } = organisation;
    const problem = { path: name, line: 1, column: 1, message: reason };
    return { state: "invalid", problems: [problem], sha256: own?.sha256 ?? "", name: own?.name ?? name };
  }
  if (own?.text === null) {
    const message =
      "it is no file: a policy that is a link, a folder or a submodule is not followed. Put the file itself there.";
    const problem = { path: own.path, line: 1, column: 1, message };
    return { state: "invalid", problems: [problem], sha256: own.sha256, name: own.name };
  }
  const above = organisation.state === "read" ? organisation : null;
  const first = own ?? (above === null || saysNothing(above.text, above.name) ? null : above);
  if (first === null) return { state: "absent" };

  const { sha256, name } = first;
  const read = readPolicy(own?.text ?? null, {
    path: own?.path ?? name,
    presets,
    organisation: above,
    knownRules: allRules,
  });
  if ("problems" in read) return { state: "invalid", problems: read.problems, sha256, name };
  const layers = read.layers.map((layer): PolicyLayerDigest => {
    if (layer === own?.path) return { name: own.name, sha256: own.sha256 };
    if (layer === above?.name) return { name: layer, sha256: above.sha256 };
    return { name: layer, sha256: sha256Hex(presets[layer] ?? "") };
  });
  const { policy, notes } = read;
  return {
    state: "valid",
    policy,
    sha256,
    name,
    ...(layers.length > 1 ? { layers } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}
