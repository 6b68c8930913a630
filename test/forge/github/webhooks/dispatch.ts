import { createHmac } from "node:crypto";
import type { ForgeCore } from "../../face.ts";
import { installationsOn } from "../../model/apps.ts";
import type { SimEvent } from "../../model/events.ts";
import { accountOf, organisationOf } from "../../model/model.ts";
import type { SimApp, SimInstallation, SimRepository } from "../../model/types.ts";
import { renderAccount, renderOrganisation } from "../render/account.ts";
import { nodeId } from "../render/node-id.ts";
import { renderRepository } from "../render/repository.ts";
import { type HookPayload, renderPayload } from "./payloads.ts";

/** Sends an event to every app that is installed there and subscribed to it, and to the repository's own hooks. */
export async function dispatchEvent(core: ForgeCore, event: SimEvent): Promise<void> {
  for (const hook of await renderPayload(core, event)) {
    if (hook.repository === null) sendToInstallations(core, hook, ownInstallations(core, hook));
    else {
      sendToInstallations(core, hook, ownInstallations(core, hook, hook.repository));
      sendToRepositoryHooks(core, hook, hook.repository);
    }
  }
}

/** Which installations hear of it: those named by the payload, those of the app it belongs to, or all in the place. */
function ownInstallations(core: ForgeCore, hook: HookPayload, repository?: SimRepository): SimInstallation[] {
  if (hook.installation !== null) return [hook.installation];
  const there = repository === undefined ? core.model.installations : installationsOn(core.model, repository);
  return there.filter((one) => {
    if (hook.onlyAppId !== null && one.appId !== hook.onlyAppId) return false;
    return repository !== undefined || (one.account.kind === "organisation" && one.account.id === hook.organisationId);
  });
}

const always = new Set(["installation", "installation_repositories"]);

function isSubscribed(app: SimApp, hook: HookPayload): boolean {
  return always.has(hook.event) || hook.onlyAppId === app.id || app.events.includes(hook.event);
}

function sendToInstallations(core: ForgeCore, hook: HookPayload, installations: readonly SimInstallation[]): void {
  for (const installation of installations) {
    const app = core.model.apps.find((one) => one.id === installation.appId);
    if (app === undefined || app.webhookUrl === null || !app.webhookActive || !isSubscribed(app, hook)) continue;
    const isOwn = hook.installation !== null;
    const reference = { id: installation.id, node_id: nodeId("IN", installation.id) };
    send(core, hook, {
      name: `app:${app.id}`,
      hookId: app.id,
      targetType: "integration",
      targetId: app.id,
      url: app.webhookUrl,
      secret: app.webhookSecret,
      extra: isOwn ? {} : { installation: reference },
      installationId: installation.id,
    });
  }
}

function sendToRepositoryHooks(core: ForgeCore, hook: HookPayload, repository: SimRepository): void {
  if (hook.onlyAppId !== null) return;
  for (const one of repository.hooks) {
    if (!one.isActive || !(one.events.includes("*") || one.events.includes(hook.event))) continue;
    send(core, hook, {
      name: `hook:${one.id}`,
      hookId: one.id,
      targetType: "repository",
      targetId: repository.id,
      url: one.url,
      secret: one.secret,
      extra: {},
      installationId: null,
    });
  }
}

interface Target {
  readonly name: string;
  readonly hookId: number;
  readonly targetType: string;
  readonly targetId: number;
  readonly url: string;
  readonly secret: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly installationId: number | null;
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers */
function send(core: ForgeCore, hook: HookPayload, target: Target): void {
  const body = JSON.stringify({ ...hook.payload, ...surroundings(core, hook), ...target.extra });
  const signatures = (secret: string) => ({
    "x-hub-signature": `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  });
  core.hooks.send({
    hook: target.name,
    url: target.url,
    event: hook.event,
    action: hook.action,
    body,
    headers: (deliveryId) => ({
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/simulated",
      "x-github-delivery": deliveryId,
      "x-github-event": hook.event,
      "x-github-hook-id": String(target.hookId),
      "x-github-hook-installation-target-id": String(target.targetId),
      "x-github-hook-installation-target-type": target.targetType,
      ...(target.secret === null ? {} : signatures(target.secret)),
    }),
    installationId: target.installationId,
    repositoryId: hook.repository?.id ?? null,
  });
}

function surroundings(core: ForgeCore, hook: HookPayload): Record<string, unknown> {
  const organisationId =
    hook.repository?.owner.kind === "organisation" ? hook.repository.owner.id : hook.organisationId;
  return {
    ...(hook.repository === null ? {} : { repository: renderRepository(core, hook.repository) }),
    ...(organisationId === null
      ? {}
      : { organization: renderOrganisation(core, organisationOf(core.model, organisationId)) }),
    sender: renderAccount(core, accountOf(core.model, hook.actorId)),
    ...hook.overrides,
  };
}
