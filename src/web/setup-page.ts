import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { ConfigError } from "../domain/errors.ts";
import { canBeReached, isLoopback, readAppManifest } from "./app-manifest.ts";
import { type GithubCredentials, writeCredentials } from "./credentials-file.ts";
import { isSameSecret } from "./is-same-secret.ts";
import { askView, createView, doneView, failedView } from "./setup-views.ts";

export interface SetupPageOptions {
  readonly host: string;
  readonly port: number;
  /** GitHub's pages, `https://github.com`. */
  readonly githubUrl: string;
  /** GitHub's API, `https://api.github.com`. */
  readonly apiUrl: string;
  /** Where the credentials are kept. */
  readonly credentialsFile: string;
  /** Says to the operator what to do. */
  readonly tell: (text: string) => void;
  /** Ends the setup without an app. */
  readonly signal: AbortSignal;
}

/**
 * Serves the page that registers a GitHub App from `app.yml`, until that has happened. The credentials are then in the file.
 * Probot's own setup page is not used: it writes them readable for all into the working directory, refuses production, asks
 * smee.io for a channel, and does not check that it was this page that the browser came from.
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 * @returns the credentials; `null` when the signal ended it.
 * @throws {ConfigError} when it cannot listen.
 */
export async function runSetupPage(options: SetupPageOptions): Promise<GithubCredentials | null> {
  const key = isLoopback(options.host) ? null : randomBytes(16).toString("hex");
  const made = Promise.withResolvers<GithubCredentials | null>();
  const server = createServer(getRequestListener(setupRoutes(options, key, made.resolve).fetch));
  await listen(server, options);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  const shown = key === null ? options.host : "THIS-HOST";
  const query = key === null ? "" : `?key=${key}`;
  options.tell(`Countersign is not configured. Open http://${shown}:${port}/probot${query} to connect it to GitHub.`);
  const stop = () => made.resolve(null);
  options.signal.addEventListener("abort", stop, { once: true });
  if (options.signal.aborted) stop();
  try {
    return await made.promise;
  } finally {
    options.signal.removeEventListener("abort", stop);
    await close(server);
  }
}

type Resolve = (credentials: GithubCredentials) => void;

function setupRoutes(options: SetupPageOptions, key: string | null, resolve: Resolve): Hono {
  const state = randomBytes(16).toString("hex");
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    context.header("referrer-policy", "no-referrer");
    context.header("cache-control", "no-store");
  });
  app.get("/healthz", (context) => context.text("alive\n"));
  app.get("/readyz", (context) => context.text("Countersign waits for its first-run setup.\n", 503));
  app.get("/", (context) => context.redirect(`/probot${new URL(context.req.url).search}`));
  app.get("/probot", (context) => showForm(context, options, key, state));
  app.get("/probot/setup", (context) => finish(context, options, { key, state, resolve }));
  return app;
}

async function showForm(
  context: Context,
  options: SetupPageOptions,
  key: string | null,
  state: string,
): Promise<Response> {
  if (key !== null && !isSameSecret(context.req.query("key") ?? "", key)) {
    return context.html(failedView("Open the address that the service printed when it started: it holds a key."), 403);
  }
  const origin = originOf(context);
  const publicUrl = (context.req.query("public-url") ?? origin).trim().replace(/\/+$/, "");
  const organization = (context.req.query("organization") ?? "").trim();
  const isGood = /^https?:\/\//.test(publicUrl) && URL.canParse(publicUrl);
  if (context.req.query("step") !== "create" || !isGood) {
    return context.html(askView({ organization, publicUrl, isGood, key }));
  }
  const owner = organization === "" ? "" : `/organizations/${encodeURIComponent(organization)}`;
  const { githubUrl } = options;
  return context.html(
    createView({
      action: `${githubUrl}${owner}/settings/apps/new?state=${state}`,
      manifest: await readAppManifest({ origin, publicUrl, githubUrl }),
      organization,
      publicUrl,
      isReachable: canBeReached({ publicUrl, githubUrl }),
      key,
    }),
  );
}

interface Setup {
  readonly key: string | null;
  readonly state: string;
  readonly resolve: Resolve;
}

async function finish(context: Context, options: SetupPageOptions, { key, state, resolve }: Setup): Promise<Response> {
  if (!isSameSecret(context.req.query("state") ?? "", state)) {
    return context.html(
      key === null
        ? failedView("This does not come from the page that this service showed. Begin again from there.", null)
        : failedView(
            "This does not come from the page that this service showed. Open the address that it printed when it started.",
          ),
      403,
    );
  }
  try {
    const made = await convert(options.apiUrl, context.req.query("code") ?? "");
    const credentials = {
      appId: made.id,
      privateKey: made.pem,
      webhookSecret: made.webhook_secret ?? randomBytes(32).toString("hex"),
    };
    await writeCredentials(options.credentialsFile, credentials);
    const installUrl = `${made.html_url}/installations/new`;
    options.tell(`The app ${made.name} is registered. Install it on your repositories: ${installUrl}`);
    setImmediate(resolve, credentials);
    return context.html(doneView({ name: made.name, installUrl, file: options.credentialsFile }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    options.tell(`The app could not be registered: ${why}`);
    return context.html(failedView(`The app could not be registered: ${why}`, key), 502);
  }
}

const conversionWire = z.object({
  id: z.number(),
  name: z.string(),
  html_url: z.string(),
  pem: z.string(),
  webhook_secret: z.string().nullish(),
});

/** GitHub gives an app's secrets once, for a code that lives for an hour. */
async function convert(apiUrl: string, code: string): Promise<z.infer<typeof conversionWire>> {
  const answer = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: { accept: "application/vnd.github+json", "user-agent": "countersign" },
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to the code. It is good for an hour, and once.`);
  return conversionWire.parse(await answer.json());
}

function originOf(context: Context): string {
  const url = new URL(context.req.url);
  const first = (name: string): string | undefined => context.req.header(name)?.split(",")[0]?.trim();
  const protocol = first("x-forwarded-proto") ?? url.protocol.replace(":", "");
  return `${protocol === "https" ? "https" : "http"}://${first("x-forwarded-host") ?? url.host}`;
}

function listen(server: Server, { host, port }: SetupPageOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `The setup page cannot listen on ${host}:${port} (${cause.message}). Set PORT or HOST, or end the other process.`;
      reject(new ConfigError("PORT", message, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

/** Lets the last answer go out, so that the service can listen on the same port. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
