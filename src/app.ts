import { createPrivateKey } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { Probot } from "probot";
import { ConfigError } from "./domain/errors.ts";
import { usualCourtesy } from "./forges/github/courtesy.ts";
import { type EventContext, subjectsOf } from "./forges/github/events.ts";
import { createGithubForge } from "./forges/github/index.ts";
import { createOctokitClass } from "./forges/github/octokit.ts";
import { createRoster } from "./forges/github/roster.ts";
import { createWebhookRoute, usualBodyLimit } from "./forges/github/webhook-route.ts";
import type { Clock } from "./ports/clock.ts";
import type { Forge } from "./ports/forge.ts";
import type { ReceiveDelivery } from "./ports/store.ts";

export interface CountersignAppOptions {
  readonly receive: ReceiveDelivery;
  readonly context: EventContext;
  readonly clock: Clock;
}

/** The Probot app: each event becomes "look again at this", stored before GitHub gets its answer. */
export function countersignApp({ receive, context, clock }: CountersignAppOptions): (app: Probot) => void {
  return (app) => {
    app.onAny(async ({ id, name, payload }) => {
      const action = "action" in payload && typeof payload.action === "string" ? `.${payload.action}` : "";
      const receivedAt = clock.now().toISOString();
      const delivery = { id: `github:${id}`, forge: "github", event: `${name}${action}`, receivedAt } as const;
      await receive(delivery, subjectsOf(name, payload, context));
    });
  };
}

export interface GithubAppOptions {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` of GitHub Enterprise Server. */
  readonly baseUrl: string;
  readonly receive: ReceiveDelivery;
  readonly log: Logger;
  readonly clock: Clock;
  /** In bytes; 25 MiB by default. */
  readonly bodyLimit?: number;
}

export interface GithubApp {
  readonly forge: Forge;
  /** Answers GitHub's deliveries, and says whether it did. */
  readonly middleware: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

export const githubWebhookPaths: readonly string[] = ["/api/github/webhooks", "/webhooks/github"];

/**
 * Everything that GitHub needs: the forge, and the route for its deliveries. Asks GitHub for nothing yet.
 * @throws {ConfigError} when the secret or the private key cannot be used.
 */
export async function createGithubApp(options: GithubAppOptions): Promise<GithubApp> {
  const { appId, webhookSecret, baseUrl, clock } = options;
  checkSecret(webhookSecret);
  const log = options.log.child({ forge: "github" });
  const roster = createRoster();
  const probot = new Probot({
    appId,
    privateKey: readKey(options.privateKey),
    secret: webhookSecret,
    baseUrl,
    log: log.child({}, { level: quieter(log.level), serializers: { err: describeBriefly } }),
    Octokit: createOctokitClass({ ...usualCourtesy, clock }),
  });
  await probot.load(countersignApp({ receive: options.receive, context: { appId, roster }, clock }), {
    cwd: "/", // Probot only passes it on to apps that want it
    addHandler: () => {},
  });
  const access = { app: await probot.auth(), ofInstallation: (id: number) => probot.auth(id) };
  return {
    forge: createGithubForge({ access, roster, log, clock }),
    middleware: createWebhookRoute({
      paths: githubWebhookPaths,
      secret: webhookSecret,
      bodyLimit: options.bodyLimit ?? usualBodyLimit,
      receive: ({ id, event, payload }) => receiveBy(probot, id, event, payload),
      onError: (error, delivery) => log.error({ err: describeBriefly(error), delivery }, "delivery not stored"),
    }),
  };
}

/** Probot's types know the names and payloads of all events; what `subjectsOf` reads of them it decodes itself. */
async function receiveBy(probot: Probot, id: string, name: string, payload: unknown): Promise<void> {
  await probot.receive({ id, name, payload } as Parameters<Probot["receive"]>[0]);
}

/** Octokit hangs the whole event on an error, whose contents are never logged. */
function describeBriefly(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const inner = error instanceof AggregateError ? error.errors.map(describeBriefly) : [];
  return { type: error.name, message: error.message, stack: error.stack, ...(inner.length > 0 ? { inner } : {}) };
}

/** Probot's debug lines hold whole payloads and the bodies of requests, which are never logged. */
function quieter(level: string): string {
  return level === "debug" || level === "trace" ? "info" : level;
}

function checkSecret(secret: string): void {
  if (secret !== "" && secret !== "development") return;
  const what = secret === "" ? "is not set" : "is Probot's default, which everybody knows";
  const message =
    `WEBHOOK_SECRET ${what}. Without a secret of your own anybody can forge deliveries: ` +
    "put a long random word into WEBHOOK_SECRET and into the app's settings on GitHub, under Webhook.";
  throw new ConfigError("WEBHOOK_SECRET", message);
}

function readKey(text: string): string {
  const pem = text.replaceAll("\\n", "\n");
  try {
    createPrivateKey(pem);
    return pem;
  } catch (cause) {
    const what = text === "" ? "No private key is given" : "The private key cannot be read: it is not a PEM file";
    const message =
      `${what}. Generate one in the app's settings on GitHub, under "Private keys", and put its text into PRIVATE_KEY ` +
      "or its path into PRIVATE_KEY_PATH.";
    throw new ConfigError("PRIVATE_KEY", message, { cause });
  }
}
