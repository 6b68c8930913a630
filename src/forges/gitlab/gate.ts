import { z } from "zod";
import type { BotMergesGate, GateActor } from "../../domain/gate.ts";
import type { RepositoryRef } from "../../domain/identity.ts";
import type { GitlabClient } from "./client.ts";
import { orNull } from "./refusal-status.ts";
import { decodeList, memberWire } from "./wire.ts";

const id = z.number().int();

/** An entry names a user, a group or a deploy key; else a level, `0` being nobody. */
export const accessWire = z.object({
  id: id.nullish(),
  access_level: z.number().int().nullish(),
  user_id: id.nullish(),
  group_id: id.nullish(),
  deploy_key_id: id.nullish(),
});
export type AccessWire = z.infer<typeof accessWire>;

export const protectionWire = z.object({
  name: z.string(),
  push_access_levels: z.array(accessWire),
  merge_access_levels: z.array(accessWire),
  allow_force_push: z.boolean().nullish(),
});
export type ProtectionWire = z.infer<typeof protectionWire>;

/**
 * Who may merge into a branch and push to it. Where several protections match its name, the most permissive holds, so all are
 * put together. Whoever may push may merge as well.
 * Source: https://docs.gitlab.com/api/protected_branches/, https://docs.gitlab.com/user/project/repository/branches/protected/
 */
export async function readGate(
  client: GitlabClient,
  repository: RepositoryRef,
  branch: string,
  ourId: number,
): Promise<BotMergesGate> {
  const matching = (await readProtections(client, repository)).filter(({ name }) => matchesBranch(name, branch));
  const push = matching.flatMap((one) => one.push_access_levels);
  const merge = matching.flatMap((one) => one.merge_access_levels);
  const members = needsMembers([...push, ...merge]) ? await readMembers(client, repository) : null;
  const actors = (entries: readonly AccessWire[]) =>
    entries.flatMap((entry) => describeEntry(entry, ourId, members) ?? []);
  return {
    kind: "bot-merges",
    branch,
    isProtected: matching.length > 0,
    mergers: actors(merge),
    pushers: actors(push),
    allowsForcePush: matching.some(({ allow_force_push }) => allow_force_push === true),
  };
}

export async function readProtections(
  client: GitlabClient,
  repository: RepositoryRef,
): Promise<readonly ProtectionWire[]> {
  const answer = await client.api.ProtectedBranches.all(repository.id, { perPage: 100 });
  return decodeList(protectionWire, answer, `the protected branches of ${repository.name}`);
}

/** `*` stands for any text, slashes too. */
export function matchesBranch(pattern: string, branch: string): boolean {
  const parts = pattern.split("*").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(branch);
}

export function isByLevel(entry: AccessWire): boolean {
  return entry.user_id == null && entry.group_id == null && entry.deploy_key_id == null;
}

function needsMembers(entries: readonly AccessWire[]): boolean {
  return entries.some((entry) => isByLevel(entry) && (entry.access_level ?? 0) > 0);
}

type Members = readonly z.infer<typeof memberWire>[];

async function readMembers(client: GitlabClient, repository: RepositoryRef): Promise<Members | null> {
  const answer = await orNull([401, 403, 404], () =>
    client.api.ProjectMembers.all(repository.id, { includeInherited: true, perPage: 100 }),
  );
  if (answer === null) return null;
  return decodeList(memberWire, answer, `members of ${repository.name}`).filter(({ state }) => state === "active");
}

const levelNames: Readonly<Record<number, string>> = { 30: "Developer", 40: "Maintainer", 50: "Owner" };

/** `null`: nobody. */
function describeEntry(entry: AccessWire, ourId: number, members: Members | null): GateActor | null {
  if (entry.user_id != null) return { who: `the account number ${entry.user_id}`, isUs: entry.user_id === ourId };
  if (entry.group_id != null) return { who: `members of the group number ${entry.group_id}`, isUs: false };
  if (entry.deploy_key_id != null) return { who: `the deploy key number ${entry.deploy_key_id}`, isUs: false };
  const level = entry.access_level ?? 0;
  if (level === 0) return null;
  if (level >= 60) return { who: "administrators of the instance", isUs: false };
  const role = `the role ${levelNames[level] ?? level} or above`;
  if (members === null) return { who: `everybody with ${role}`, isUs: false };
  const entitled = new Map(members.filter((one) => one.access_level >= level).map((one) => [one.id, one.username]));
  const others = [...entitled].filter(([member]) => member !== ourId).map(([, login]) => login);
  if (others.length === 0) return entitled.has(ourId) ? { who: "Countersign", isUs: true } : null;
  const named = `${others.slice(0, 5).join(", ")}${others.length > 5 ? ` and ${others.length - 5} more` : ""}`;
  return { who: `${named} (everybody with ${role})`, isUs: false };
}
