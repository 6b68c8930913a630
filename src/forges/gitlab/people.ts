import type { z } from "zod";
import { groupAccess, groupAccessLevels, type Permission } from "../../domain/change.ts";
import type { Person, RepositoryRef } from "../../domain/identity.ts";
import { readAccount } from "./accounts.ts";
import type { GitlabClient } from "./client.ts";
import { eachOf } from "./each-of.ts";
import { orNull } from "./refusal-status.ts";
import { decode, decodeList, memberWire } from "./wire.ts";

/**
 * Active members of the GitLab group that the key names, inherited ones too: `group:acme/data`, and `team:` or
 * `organization:` with a group's path. With an access level, as in `group:acme/data:maintainer`, those who have at least
 * that there. `null` when it cannot be read.
 * Source: https://docs.gitlab.com/api/group_members/
 */
export async function readMembers(client: GitlabClient, group: string): Promise<readonly Person[] | null> {
  const [, path, level] = /^(?:group|team|organization):([^:]+)(?::(.+))?$/.exec(group) ?? [];
  const known = groupAccessLevels.find((one) => one === level);
  if (path === undefined || (level !== undefined && known === undefined)) return null;
  const least = known === undefined ? 0 : groupAccess[known];
  const answer = await orNull([401, 403, 404], () =>
    client.api.GroupMembers.all(path, { includeInherited: true, perPage: 100 }),
  );
  if (answer === null) return null;
  const active = decodeList(memberWire, answer, `members of ${path}`).filter(
    (member) => isActive(member) && member.access_level >= least,
  );
  return [...new Map(active.map((one) => [one.id, { id: one.id, login: one.username }])).values()];
}

function isActive(member: z.infer<typeof memberWire>): boolean {
  return member.state === "active" && (member.membership_state ?? "active") === "active";
}

/** Source of the levels: https://docs.gitlab.com/api/access_requests/#valid-access-levels */
export function permissionOf(accessLevel: number): Permission | null {
  if (accessLevel >= 50) return "admin";
  if (accessLevel >= 40) return "maintain";
  if (accessLevel >= 30) return "write";
  return accessLevel >= 10 ? "read" : null;
}

/** Those of users alone: a bot's counts nowhere, and who only committed is not told to be one. */
export async function readPermissions(
  client: GitlabClient,
  repository: RepositoryRef,
  accounts: readonly Person[],
): Promise<Readonly<Record<string, Permission>>> {
  const entries = await eachOf(accounts, async (account) => {
    const answer = await orNull([404], () =>
      client.api.ProjectMembers.show(repository.id, account.id, { includeInherited: true }),
    );
    if (answer === null) return [];
    const member = decode(memberWire, answer, `the member ${account.id} of ${repository.name}`);
    const permission = isActive(member) ? permissionOf(member.access_level) : null;
    if (permission === null || (await readAccount(client, member)).kind === "bot") return [];
    return [[String(account.id), permission] as const];
  });
  return Object.fromEntries(entries.flat());
}
