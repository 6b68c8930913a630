import { accountOf, type Model, organisationOf } from "./model.ts";
import { type Permission, permissionOrder, type SimOrganisation, type SimRepository, type SimTeam } from "./types.ts";

export function isAtLeast(permission: Permission | null, wanted: Permission): boolean {
  return permission !== null && permissionOrder.indexOf(permission) >= permissionOrder.indexOf(wanted);
}

/** The team and all below it: their members are members of it. */
export function teamAndChildren(organisation: SimOrganisation, team: SimTeam): SimTeam[] {
  const children = organisation.teams.filter((one) => one.parentId === team.id);
  return [team, ...children.flatMap((child) => teamAndChildren(organisation, child))];
}

/** Account ids of a team's members, those of child teams included, in order of joining. */
export function teamMemberIds(organisation: SimOrganisation, team: SimTeam): number[] {
  const all = teamAndChildren(organisation, team).flatMap((one) => one.members.map((member) => member.accountId));
  return [...new Set(all)];
}

/** What an account may do in a repository (GitHub's roles); `null`: nothing, not even see it. */
export function permissionOn(model: Model, accountId: number, repository: SimRepository): Permission | null {
  const account = accountOf(model, accountId);
  if (account.state !== "active") return null;
  if (account.isSiteAdmin) return "admin";
  const found: (Permission | null)[] = [repository.isPrivate ? null : "read"];
  for (const one of repository.collaborators) if (one.accountId === accountId) found.push(one.permission);
  if (repository.owner.kind === "user") {
    if (repository.owner.id === accountId) found.push("admin");
    return strongest(found);
  }
  const organisation = organisationOf(model, repository.owner.id);
  const member = organisation.members.find((one) => one.accountId === accountId);
  if (member?.role === "admin") return "admin";
  if (member !== undefined && organisation.defaultPermission !== "none") found.push(organisation.defaultPermission);
  for (const team of organisation.teams) {
    const grant = team.repositories.find((one) => one.repositoryId === repository.id);
    if (grant !== undefined && teamMemberIds(organisation, team).includes(accountId)) found.push(grant.permission);
  }
  return strongest(found);
}

function strongest(permissions: readonly (Permission | null)[]): Permission | null {
  let best: Permission | null = null;
  for (const one of permissions) if (one !== null && (best === null || isAtLeast(one, best))) best = one;
  return best;
}

/** The group and its ancestors, nearest first. */
export function groupChain(model: Model, organisationId: number): SimOrganisation[] {
  const group = organisationOf(model, organisationId);
  return group.parentId === null ? [group] : [group, ...groupChain(model, group.parentId)];
}

/** GitLab's access level in a group, inherited ones too; `0` for none. */
export function accessLevelInGroup(model: Model, accountId: number, organisationId: number): number {
  const levels = groupChain(model, organisationId).flatMap((group) =>
    group.members.filter((one) => one.accountId === accountId).map((one) => one.accessLevel),
  );
  return Math.max(0, ...levels);
}

/** GitLab's access level in a project: the highest of its own and the inherited ones; `0` for none. */
export function accessLevelOn(model: Model, accountId: number, repository: SimRepository): number {
  const account = accountOf(model, accountId);
  if (account.state !== "active") return 0;
  if (account.isSiteAdmin) return 50;
  const own = repository.collaborators.filter((one) => one.accountId === accountId).map((one) => one.accessLevel);
  if (repository.owner.kind === "user") return Math.max(0, repository.owner.id === accountId ? 50 : 0, ...own);
  return Math.max(accessLevelInGroup(model, accountId, repository.owner.id), ...own);
}
