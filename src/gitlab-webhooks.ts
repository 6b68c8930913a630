import { type Context, Hono } from "hono";
import { bodyLimit as limitBody } from "hono/body-limit";
import { Webhook } from "standardwebhooks";
import { ConfigError } from "./domain/errors.ts";
import { subjectsOf } from "./forges/gitlab/events.ts";
import { sha256Hex } from "./formats/sha256.ts";
import type { Clock } from "./ports/clock.ts";
import type { Delivery, ReceiveDelivery } from "./ports/store.ts";
import { isSameSecret } from "./web/is-same-secret.ts";

export interface GitlabWebhookSettings {
  /** What GitLab sends as `X-Gitlab-Token`; `null` where only signatures are used. */
  readonly secret: string | null;
  /** `whsec_…`, GitLab's signing token; `null` where only the secret is used. */
  readonly signingToken: string | null;
  readonly receive: ReceiveDelivery;
  readonly clock: Clock;
  /** In bytes. GitLab sends at most 25 MiB. */
  readonly bodyLimit?: number;
}

const defaultBodyLimit = 25 * 1024 * 1024;

/**
 * The route that takes GitLab's deliveries, to be mounted at its path: 401 when neither token nor signature is right, 413 over
 * the limit, 400 for no JSON, 202 when stored, 200 when it had been stored before.
 * Source: https://docs.gitlab.com/user/project/integrations/webhooks/
 * @throws {ConfigError} when neither a secret nor a signing token is given.
 */
export function gitlabWebhooks(settings: GitlabWebhookSettings): Hono {
  const verify = createVerifier(settings.secret, settings.signingToken);
  const app = new Hono();
  const tooLarge = (context: Context) => context.json({ error: "The delivery is larger than is taken here." }, 413);
  app.post("/", limitBody({ maxSize: settings.bodyLimit ?? defaultBodyLimit, onError: tooLarge }), async (context) => {
    const header = (name: string): string | null => context.req.header(name) ?? null;
    if (!verify.hasCredentials(header)) return context.json({ error: unverified }, 401);
    const body = Buffer.from(await context.req.arrayBuffer());
    if (!verify.isGenuine(header, body)) return context.json({ error: unverified }, 401);
    const json = readJson(body);
    if (json === null) return context.json({ error: "The body is not a JSON object." }, 400);
    const delivery: Delivery = {
      id: deliveryId(header, body),
      forge: "gitlab",
      event: header("x-gitlab-event") ?? "unknown",
      receivedAt: settings.clock.now().toISOString(),
    };
    const outcome = await settings.receive(delivery, subjectsOf(json));
    return context.json({ outcome }, outcome === "stored" ? 202 : 200);
  });
  return app;
}

const unverified =
  "Neither the token nor the signature is that of this webhook: compare the webhook's settings in GitLab.";

type Header = (name: string) => string | null;

interface Verifier {
  /** Whether there is anything to verify, known before the body is read. */
  hasCredentials(header: Header): boolean;
  isGenuine(header: Header, body: Buffer): boolean;
}

/** A signature, where there is one and we can check it, must be right, whatever the token says. */
function createVerifier(secret: string | null, signingToken: string | null): Verifier {
  if (!secret && !signingToken) {
    throw new ConfigError(
      "GITLAB_WEBHOOK_SECRET",
      "GitLab's webhooks need a secret: set GITLAB_WEBHOOK_SECRET or a signing token.",
    );
  }
  const webhook = signingToken ? readSigningToken(signingToken) : null;
  const isSigned = (header: Header): boolean => webhook !== null && header("webhook-signature") !== null;
  const hasToken = (header: Header): boolean =>
    Boolean(secret) && isSameSecret(header("x-gitlab-token") ?? "", secret ?? "");
  return {
    hasCredentials: (header) => isSigned(header) || hasToken(header),
    isGenuine: (header, body) =>
      webhook !== null && isSigned(header) ? isSignedBy(webhook, header, body) : hasToken(header),
  };
}

function readSigningToken(signingToken: string): Webhook {
  try {
    return new Webhook(signingToken);
  } catch (cause) {
    const message = "The signing token cannot be used: copy it from the webhook in GitLab, with `whsec_` in front.";
    throw new ConfigError("GITLAB_WEBHOOK_SIGNING_TOKEN", message, { cause });
  }
}

function isSignedBy(webhook: Webhook, header: Header, body: Buffer): boolean {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  try {
    webhook.verify(body, Object.fromEntries(names.map((name) => [name, header(name) ?? ""])), { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

/** The id that stays the same when GitLab sends a delivery again; an event's UUID is shared by the hooks that follow from it. */
function deliveryId(header: Header, body: Buffer): string {
  const id = header("webhook-id") ?? header("idempotency-key") ?? header("x-gitlab-event-uuid");
  return `gitlab:${id ?? sha256Hex(body)}`;
}

function readJson(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
