import { randomBytes } from "node:crypto";
import { addAccount } from "./accounts.ts";
import { emit, type Model } from "./model.ts";
import type { SimApp, SimInstallation, SimRepository } from "./types.ts";

/** A GitHub App, with its bot account `slug[bot]`. */
export function addApp(
  model: Model,
  given: {
    readonly slug: string;
    readonly name?: string;
    readonly owner: string;
    readonly id?: number;
    readonly publicKey: string;
    readonly privateKey: string | null;
    readonly webhookUrl?: string;
    readonly webhookSecret?: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly events: readonly string[];
  },
): SimApp {
  const id = given.id ?? model.newId();
  const bot = addAccount(model, {
    login: `${given.slug}[bot]`,
    name: `${given.slug}[bot]`,
    kind: "bot",
    appId: id,
    emails: [],
  });
  bot.emails.push(`${bot.id}+${bot.login}@users.noreply.github.com`);
  const app: SimApp = {
    id,
    slug: given.slug,
    name: given.name ?? given.slug,
    ownerLogin: given.owner,
    publicKey: given.publicKey,
    privateKey: given.privateKey,
    clientId: `Iv1.${randomBytes(8).toString("hex")}`,
    clientSecret: randomBytes(20).toString("hex"),
    webhookUrl: given.webhookUrl ?? null,
    webhookSecret: given.webhookSecret ?? null,
    webhookActive: true,
    permissions: { metadata: "read", ...given.permissions },
    events: [...given.events],
    botId: bot.id,
    createdAt: model.clock.now(),
  };
  model.apps.push(app);
  return app;
}

export async function addInstallation(
  model: Model,
  app: SimApp,
  given: {
    readonly account: SimRepository["owner"];
    readonly repositoryIds: number[] | null;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly actorId?: number;
  },
): Promise<SimInstallation> {
  const installation: SimInstallation = {
    id: model.newId(),
    appId: app.id,
    account: given.account,
    permissions: { metadata: "read", ...(given.permissions ?? app.permissions) },
    events: [...app.events],
    repositoryIds: given.repositoryIds,
    suspendedAt: null,
    createdAt: model.clock.now(),
  };
  model.installations.push(installation);
  await emit(model, { kind: "installation.created", installation, actorId: given.actorId ?? app.botId });
  return installation;
}

export function isInstalledOn(installation: SimInstallation, repository: SimRepository): boolean {
  const { owner } = repository;
  if (installation.account.kind !== owner.kind || installation.account.id !== owner.id) return false;
  return installation.repositoryIds === null || installation.repositoryIds.includes(repository.id);
}

/** The installations of all apps that see a repository. */
export function installationsOn(model: Model, repository: SimRepository): SimInstallation[] {
  return model.installations.filter((one) => one.suspendedAt === null && isInstalledOn(one, repository));
}
