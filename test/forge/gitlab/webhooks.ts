import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { ForgeCore } from "../face.ts";
import type { SimEvent } from "../model/events.ts";
import type { SimHook, SimRepository } from "../model/types.ts";
import { renderPayload } from "./payloads.ts";

/** One payload, and whose hooks want it. */
export interface Payload {
  /** `X-Gitlab-Event`. */
  readonly name: string;
  /** The switch in the hook's settings. */
  readonly setting: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Sends an event to the hooks that ask for it, with GitLab's headers: the secret as `X-Gitlab-Token`, and where there is a
 * signing token a signature by Standard Webhooks over id, time and body. `Idempotency-Key` stays the same on a redelivery.
 * Sources: https://docs.gitlab.com/user/project/integrations/webhooks/#delivery-headers and
 * https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944
 */
export async function sendWebhooks(core: ForgeCore, event: SimEvent): Promise<void> {
  if (!("repository" in event)) return;
  const hooks = event.repository.hooks.filter((hook) => hook.isActive);
  if (hooks.length === 0) return;
  const payload = await renderPayload(core, event);
  if (payload === null) return;
  const eventUuid = randomUUID();
  for (const hook of hooks) {
    const isWanted = hook.events.includes("*") || hook.events.includes(payload.setting);
    if (isWanted) send(core, event.repository, hook, payload, eventUuid);
  }
}

function send(core: ForgeCore, repository: SimRepository, hook: SimHook, payload: Payload, eventUuid: string): void {
  const body = JSON.stringify(payload.body);
  core.hooks.send({
    hook: `hook:${hook.id}`,
    url: hook.url,
    event: payload.name,
    action: null,
    body,
    headers: (deliveryId) => ({
      "content-type": "application/json",
      "user-agent": "GitLab/18.9.0",
      "idempotency-key": deliveryId,
      "x-gitlab-event": payload.name,
      "x-gitlab-event-uuid": eventUuid,
      "x-gitlab-instance": core.url(),
      "x-gitlab-webhook-uuid": `00000000-0000-4000-8000-${String(hook.id).padStart(12, "0")}`,
      ...(hook.secret === null ? {} : { "x-gitlab-token": hook.secret }),
      ...(hook.signingToken === null ? {} : signatureOf(hook.signingToken, deliveryId, body)),
    }),
    installationId: null,
    repositoryId: repository.id,
  });
}

function signatureOf(signingToken: string, id: string, body: string): Record<string, string> {
  const now = new Date();
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": new Webhook(signingToken).sign(id, now, body),
  };
}
