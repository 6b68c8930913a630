import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { addAccount, addMember, addOrganisation, addTeam, addTeamMember, createToken } from "./accounts.ts";
import { addApp, addInstallation } from "./apps.ts";
import { accountByLogin, findOrganisation, findTeam, type Model, ownerLogin, repositoryByName } from "./model.ts";
import { addRepository, commitFiles } from "./repositories.ts";
import { SimError } from "./sim-error.ts";
import type {
  Permission,
  SimBypass,
  SimHook,
  SimOrganisation,
  SimProtectedBranch,
  SimRepository,
  SimRule,
} from "./types.ts";

/** A beginning for the simulator, as plain JSON. Everything is named by login and full name. */
export interface Seed {
  readonly users?: readonly {
    readonly login: string;
    readonly name?: string;
    readonly emails?: readonly string[];
    readonly isSiteAdmin?: boolean;
    /** A personal token of this text; a random one is made when not given. */
    readonly token?: string;
  }[];
  readonly organisations?: readonly {
    readonly login: string;
    readonly parent?: string;
    readonly defaultPermission?: Permission | "none";
    readonly members?: readonly {
      readonly login: string;
      readonly role?: "member" | "admin";
      readonly accessLevel?: number;
    }[];
    readonly teams?: readonly {
      readonly slug: string;
      readonly parent?: string;
      readonly privacy?: "closed" | "secret";
      readonly members?: readonly string[];
      /** By repository's full name. */
      readonly repositories?: Readonly<Record<string, Permission>>;
    }[];
  }[];
  readonly repositories?: readonly {
    readonly name: string;
    readonly isPrivate?: boolean;
    readonly defaultBranch?: string;
    readonly hasIssues?: boolean;
    readonly collaborators?: readonly {
      readonly login: string;
      readonly permission?: Permission;
      readonly accessLevel?: number;
    }[];
    /** One commit each on the default branch, oldest first. */
    readonly commits?: readonly {
      readonly by: string;
      readonly message?: string;
      readonly files: Readonly<Record<string, string | null>>;
    }[];
    readonly rulesets?: readonly {
      readonly name: string;
      readonly include: readonly string[];
      readonly bypass?: readonly SimBypass[];
      readonly rules: readonly SimRule[];
    }[];
    readonly protectedBranches?: readonly Omit<SimProtectedBranch, "id">[];
    readonly hooks?: readonly (Partial<SimHook> & { readonly url: string })[];
    readonly settings?: Readonly<Record<string, unknown>>;
  }[];
  readonly apps?: readonly {
    readonly slug: string;
    readonly name?: string;
    readonly owner: string;
    readonly id?: number;
    /** PEM; a pair is made when neither is given. */
    readonly privateKey?: string;
    readonly publicKey?: string;
    readonly webhookUrl?: string;
    readonly webhookSecret?: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly events: readonly string[];
  }[];
  readonly installations?: readonly {
    readonly app: string;
    readonly account: string;
    /** Full names; all when not given. */
    readonly repositories?: readonly string[];
    readonly permissions?: Readonly<Record<string, string>>;
  }[];
}

export interface Seeded {
  readonly users: Readonly<Record<string, { readonly id: number; readonly token: string }>>;
  readonly repositories: Readonly<Record<string, { readonly id: number; readonly head: string | null }>>;
  readonly apps: Readonly<
    Record<string, { readonly id: number; readonly privateKey: string | null; readonly botId: number }>
  >;
  readonly installations: Readonly<Record<string, number>>;
}

/** May be called again to add more. */
export async function seedModel(model: Model, seed: Seed): Promise<Seeded> {
  const users: Record<string, { id: number; token: string }> = {};
  for (const { token, ...user } of seed.users ?? []) {
    const account = addAccount(model, user);
    const made = createToken(model, { accountId: account.id, ...(token === undefined ? {} : { token }) });
    users[user.login] = { id: account.id, token: made.token };
  }
  await seedOrganisations(model, seed);
  const repositories: Record<string, { id: number; head: string | null }> = {};
  for (const given of seed.repositories ?? []) repositories[given.name] = await seedRepository(model, given);
  grantTeams(model, seed);
  return { users, repositories, ...(await seedApps(model, seed)) };
}

async function seedOrganisations(model: Model, seed: Seed): Promise<void> {
  for (const given of seed.organisations ?? []) {
    const parent = given.parent === undefined ? null : findOrganisation(model, given.parent);
    const { login, defaultPermission = "read" } = given;
    const organisation = addOrganisation(model, { login, parentId: parent?.id ?? null, defaultPermission });
    for (const member of given.members ?? []) {
      const { role = "member", accessLevel = role === "admin" ? 50 : 30 } = member;
      const accountId = accountByLogin(model, member.login).id;
      await addMember(model, organisation, { accountId, role, accessLevel });
    }
    for (const team of given.teams ?? []) await seedTeam(model, organisation, team);
  }
}

type TeamSeed = NonNullable<NonNullable<Seed["organisations"]>[number]["teams"]>[number];

async function seedTeam(model: Model, organisation: SimOrganisation, team: TeamSeed): Promise<void> {
  const above = team.parent === undefined ? null : findTeam(organisation, team.parent);
  const { slug, privacy = "closed" } = team;
  const made = addTeam(model, organisation, { slug, parentId: above?.id ?? null, privacy });
  for (const login of team.members ?? []) {
    await addTeamMember(model, organisation, made, accountByLogin(model, login).id);
  }
}

function grantTeams(model: Model, seed: Seed): void {
  for (const given of seed.organisations ?? []) {
    const organisation = findOrganisation(model, given.login);
    for (const team of given.teams ?? []) {
      const made = organisation === null ? null : findTeam(organisation, team.slug);
      for (const [name, permission] of Object.entries(team.repositories ?? {})) {
        made?.repositories.push({ repositoryId: repositoryByName(model, name).id, permission });
      }
    }
  }
}

const levelOf: Readonly<Record<Permission, number>> = { read: 20, triage: 20, write: 30, maintain: 40, admin: 50 };

function permissionOf(accessLevel: number): Permission {
  if (accessLevel >= 50) return "admin";
  if (accessLevel >= 40) return "maintain";
  return accessLevel >= 30 ? "write" : "read";
}

type RepositorySeed = NonNullable<Seed["repositories"]>[number];

async function seedRepository(model: Model, given: RepositorySeed): Promise<{ id: number; head: string | null }> {
  const slash = given.name.lastIndexOf("/");
  const { collaborators, commits, rulesets, protectedBranches, hooks, settings, name: _, ...plain } = given;
  const owner = findOwner(model, given.name.slice(0, slash));
  const repository = await addRepository(model, { ...plain, owner, name: given.name.slice(slash + 1) });
  for (const { login, permission, accessLevel } of collaborators ?? []) {
    const accountId = accountByLogin(model, login).id;
    const level = accessLevel ?? levelOf[permission ?? "write"];
    repository.collaborators.push({ accountId, permission: permission ?? permissionOf(level), accessLevel: level });
  }
  let head: string | null = null;
  for (const { by, message = "Begin", files } of commits ?? []) {
    const actorId = accountByLogin(model, by).id;
    head = await commitFiles(model, repository, {
      branch: repository.defaultBranch,
      files,
      message: `${message}\n`,
      actorId,
    });
  }
  const now = model.clock.now();
  for (const { name, include, bypass = [], rules } of rulesets ?? []) {
    const set = { name, include: [...include], exclude: [], bypass: [...bypass], rules: [...rules] };
    repository.rulesets.push({ id: model.newId(), enforcement: "active", ...set, createdAt: now, updatedAt: now });
  }
  for (const branch of protectedBranches ?? []) repository.protectedBranches.push({ id: model.newId(), ...branch });
  for (const hook of hooks ?? []) {
    const none = { secret: null, signingToken: null, events: ["*"], isActive: true };
    repository.hooks.push({ ...none, ...hook, id: model.newId(), createdAt: now });
  }
  repository.settings = { ...settings };
  return { id: repository.id, head };
}

export function findOwner(model: Model, login: string): SimRepository["owner"] {
  const organisation = findOrganisation(model, login);
  if (organisation !== null) return { kind: "organisation", id: organisation.id };
  return { kind: "user", id: accountByLogin(model, login).id };
}

async function seedApps(model: Model, seed: Seed): Promise<Pick<Seeded, "apps" | "installations">> {
  const apps: Record<string, { id: number; privateKey: string | null; botId: number }> = {};
  for (const given of seed.apps ?? []) {
    const app = addApp(model, { ...given, ...keysOf(given) });
    apps[app.slug] = { id: app.id, privateKey: app.privateKey ?? given.privateKey ?? null, botId: app.botId };
  }
  const installations: Record<string, number> = {};
  for (const given of seed.installations ?? []) {
    const app = model.apps.find((one) => one.slug === given.app);
    if (app === undefined) throw new SimError("not-found", `No app ${given.app}`);
    const account = findOwner(model, given.account);
    const repositoryIds = given.repositories?.map((name) => repositoryByName(model, name).id) ?? null;
    const permissions = given.permissions ?? app.permissions;
    const installation = await addInstallation(model, app, { account, repositoryIds, permissions });
    installations[`${given.app}@${ownerLogin(model, account)}`] = installation.id;
  }
  return { apps, installations };
}

/** Reads the public key from the private one; makes a pair where neither is given. */
function keysOf(given: { readonly privateKey?: string; readonly publicKey?: string }): {
  publicKey: string;
  privateKey: string | null;
} {
  if (given.publicKey !== undefined) return { publicKey: given.publicKey, privateKey: given.privateKey ?? null };
  if (given.privateKey !== undefined) {
    return { publicKey: publicKeyOf(given.privateKey), privateKey: given.privateKey };
  }
  return makeKeyPair();
}

function publicKeyOf(privateKey: string): string {
  try {
    return createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  } catch {
    throw new SimError("invalid", "A `privateKey` is not a private key in PEM");
  }
}

export function makeKeyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
}
