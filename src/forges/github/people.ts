import { z } from "zod";
import { type Permission, permissionLevels } from "../../domain/change.ts";
import type { Person } from "../../domain/identity.ts";
import { decode, decodeAll, splitName, unless } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire, toAccount, toPerson } from "./wire.ts";

/** Members of `team:acme/data-controllers` (those of child teams too) or `organization:acme`; `null` when we cannot know. */
export async function readMembers(octokit: GithubOctokit, group: string): Promise<readonly Person[] | null> {
  const [, kind, org = "", team = ""] = /^(team|organization):([^/]+)(?:\/([^/]+))?$/.exec(group) ?? [];
  const asked =
    kind === "team" && team !== ""
      ? octokit.paginate("GET /orgs/{org}/teams/{team_slug}/members", { org, team_slug: team, per_page: 100 })
      : kind === "organization" && team === ""
        ? octokit.paginate("GET /orgs/{org}/members", { org, per_page: 100 })
        : Promise.resolve(null);
  const members = await unless([403, 404], asked);
  return members && decodeAll(accountWire, members, `the members of ${group}`).map(toPerson);
}

const permissionWire = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  user: accountWire.nullable(),
});

/** By account id, of users alone: a bot's counts nowhere, and who only committed is not told to be one. A login may have been renamed and taken over since: the permission of somebody else is nobody's. */
export async function readPermissions(
  octokit: GithubOctokit,
  repository: string,
  accounts: readonly Person[],
): Promise<Readonly<Record<string, Permission>>> {
  const permissions: Record<string, Permission> = {};
  await Promise.all(
    accounts.map(async ({ id, login }) => {
      const answer = await unless(
        [404],
        octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
          ...splitName(repository),
          username: login,
        }),
      );
      const wire = answer && decode(permissionWire, answer);
      const level = wire?.user?.id === id && toAccount(wire.user).kind === "user" ? toPermission(wire) : null;
      if (level) permissions[id] = level;
    }),
  );
  return permissions;
}

/** A custom role (`role_name`) is at least the base role that `permission` gives. */
function toPermission(wire: z.infer<typeof permissionWire>): Permission | null {
  const isLevel = (name: string | undefined): name is Permission => permissionLevels.some((level) => level === name);
  if (isLevel(wire.role_name)) return wire.role_name;
  return isLevel(wire.permission) ? wire.permission : null;
}

/** The account that has this login now; `null` when nobody has. */
export async function findPersonOnGithub(octokit: GithubOctokit, login: string): Promise<Person | null> {
  const answer = await unless([404], octokit.request("GET /users/{username}", { username: login }));
  return answer && toPerson(decode(accountWire, answer));
}
