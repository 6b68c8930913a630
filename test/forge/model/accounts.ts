import { randomBytes } from "node:crypto";
import { accountOf, emit, findAccount, findOrganisation, type Model } from "./model.ts";
import { SimError } from "./sim-error.ts";
import type { Permission, SimAccount, SimMember, SimOrganisation, SimTeam, SimToken } from "./types.ts";

export function addAccount(
  model: Model,
  given: {
    readonly login: string;
    readonly name?: string;
    readonly emails?: readonly string[];
    readonly kind?: "user" | "bot";
    readonly appId?: number | null;
    readonly isSiteAdmin?: boolean;
  },
): SimAccount {
  if (findAccount(model, given.login) !== null || findOrganisation(model, given.login) !== null) {
    throw new SimError("invalid", `${given.login} is taken`);
  }
  const account: SimAccount = {
    id: model.newId(),
    login: given.login,
    name: given.name ?? given.login,
    emails: [...(given.emails ?? [`${given.login.replace(/[^A-Za-z0-9.-]/g, "")}@example.org`])],
    kind: given.kind ?? "user",
    appId: given.appId ?? null,
    isSiteAdmin: given.isSiteAdmin ?? false,
    state: "active",
    createdAt: model.clock.now(),
    signingKeys: [],
  };
  model.accounts.push(account);
  return account;
}

/** The id stays, the login is free for others, as on the forges. */
export function renameAccount(model: Model, accountId: number, login: string): void {
  const account = accountOf(model, accountId);
  if (findAccount(model, login) !== null) throw new SimError("invalid", `${login} is taken`);
  account.login = login;
}

export function addOrganisation(
  model: Model,
  given: {
    readonly login: string;
    readonly name?: string;
    readonly parentId?: number | null;
    readonly defaultPermission?: Permission | "none";
  },
): SimOrganisation {
  if (findAccount(model, given.login) !== null || findOrganisation(model, given.login) !== null) {
    throw new SimError("invalid", `${given.login} is taken`);
  }
  const organisation: SimOrganisation = {
    id: model.newId(),
    login: given.login,
    name: given.name ?? given.login,
    parentId: given.parentId ?? null,
    members: [],
    defaultPermission: given.defaultPermission ?? "read",
    teams: [],
    settings: {},
  };
  model.organisations.push(organisation);
  return organisation;
}

export async function addMember(
  model: Model,
  organisation: SimOrganisation,
  member: SimMember,
  actorId: number = member.accountId,
): Promise<void> {
  organisation.members = organisation.members.filter((one) => one.accountId !== member.accountId);
  organisation.members.push(member);
  const { accountId } = member;
  await emit(model, { kind: "organisation.member_added", organisationId: organisation.id, accountId, actorId });
}

/** Also from all its teams. */
export async function removeMember(
  model: Model,
  organisation: SimOrganisation,
  accountId: number,
  actorId: number = accountId,
): Promise<void> {
  organisation.members = organisation.members.filter((one) => one.accountId !== accountId);
  for (const team of organisation.teams) {
    if (team.members.some((one) => one.accountId === accountId)) {
      await removeTeamMember(model, organisation, team, accountId, actorId);
    }
  }
  await emit(model, { kind: "organisation.member_removed", organisationId: organisation.id, accountId, actorId });
}

export function addTeam(
  model: Model,
  organisation: SimOrganisation,
  given: {
    readonly slug: string;
    readonly name?: string;
    readonly parentId?: number | null;
    readonly privacy?: "closed" | "secret";
  },
): SimTeam {
  const team: SimTeam = {
    id: model.newId(),
    slug: given.slug,
    name: given.name ?? given.slug,
    parentId: given.parentId ?? null,
    privacy: given.privacy ?? "closed",
    members: [],
    repositories: [],
  };
  organisation.teams.push(team);
  return team;
}

export async function addTeamMember(
  model: Model,
  organisation: SimOrganisation,
  team: SimTeam,
  accountId: number,
  actorId: number = accountId,
): Promise<void> {
  if (!team.members.some((one) => one.accountId === accountId)) team.members.push({ accountId, role: "member" });
  if (!organisation.members.some((one) => one.accountId === accountId)) {
    organisation.members.push({ accountId, role: "member", accessLevel: 30 });
  }
  await emit(model, { kind: "team.member_added", organisationId: organisation.id, team, accountId, actorId });
}

export async function removeTeamMember(
  model: Model,
  organisation: SimOrganisation,
  team: SimTeam,
  accountId: number,
  actorId: number = accountId,
): Promise<void> {
  team.members = team.members.filter((one) => one.accountId !== accountId);
  await emit(model, { kind: "team.member_removed", organisationId: organisation.id, team, accountId, actorId });
}

export function createToken(
  model: Model,
  given: { readonly accountId: number } & Partial<Omit<SimToken, "accountId">> & { readonly prefix?: string },
): SimToken {
  const { prefix = model.traits.name === "github" ? "ghp_" : "glpat-", ...rest } = given;
  const token: SimToken = {
    token: `${prefix}${randomBytes(18).toString("hex")}`,
    kind: "personal",
    installationId: null,
    permissions: null,
    repositoryIds: null,
    scopes: ["repo", "api"],
    expiresAt: null,
    isRevoked: false,
    ...rest,
  };
  model.tokens.push(token);
  return token;
}

/** `null` for one that is unknown, revoked or expired, or whose account is blocked. */
export function findToken(model: Model, text: string): SimToken | null {
  const found = model.tokens.find((one) => one.token === text);
  if (found === undefined || found.isRevoked) return null;
  if (found.expiresAt !== null && Date.parse(found.expiresAt) <= model.clock.wallNow()) return null;
  return accountOf(model, found.accountId).state === "active" ? found : null;
}
