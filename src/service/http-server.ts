import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { Logger } from "pino";
import { ConfigError } from "../domain/errors.ts";
import type { Store } from "../ports/store.ts";
import type { Metrics } from "./metrics.ts";

/** Answers a request and says so, or leaves it. */
export type Middleware = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  readonly store: Pick<Store, "probe">;
  readonly metrics: Metrics;
  /** GitHub's webhooks; `null` where GitHub is not configured. */
  readonly github: Middleware | null;
  /** GitLab's webhooks; `null` where GitLab is not configured. */
  readonly gitlab: Hono | null;
  /** Public keys, and what was signed with them. */
  readonly evidence: Hono;
  /** What who asks for readiness should know, though nothing is wrong with it; `null`: nothing. */
  readonly notice: string | null;
}

export interface HttpServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** The one HTTP server: webhooks, health and metrics. Throws `ConfigError` when it cannot listen. */
export async function startHttpServer(options: HttpOptions): Promise<HttpServer> {
  const listener = getRequestListener(statusRoutes(options).fetch);
  const server = createServer((request, response) => {
    answer(options, listener, request, response).catch((error: unknown) => {
      options.log.error({ err: error, path: request.url }, "a request could not be answered");
      if (!response.headersSent) response.writeHead(500).end("Countersign could not answer; its log says why.\n");
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await listen(server, options.host, options.port);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return { port, stop: () => stop(server) };
}

async function answer(
  options: HttpOptions,
  listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (options.github !== null && (await options.github(request, response))) return;
  await listener(request, response);
}

function statusRoutes({ store, metrics, gitlab, evidence, notice, log }: HttpOptions): Hono {
  const app = new Hono();
  app.get("/healthz", (context) => context.text("alive\n"));
  app.get("/readyz", async (context) => {
    try {
      await store.probe();
      return context.text(notice === null ? "ready\n" : `ready\n${notice}\n`);
    } catch (error) {
      log.error({ err: error }, "the store cannot be written");
      return context.text("The store cannot be written; deliveries would be lost.\n", 503);
    }
  });
  app.get("/metrics", async (context) =>
    context.text(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType }),
  );
  if (gitlab !== null) app.route("/", gitlab);
  app.route("/", evidence);
  app.notFound((context) => context.text("There is nothing here.\n", 404));
  return app;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "another process listens there already" : cause.message;
      reject(
        new ConfigError(
          "PORT",
          `Countersign cannot listen on ${host}:${port}: ${why}. Set PORT or HOST, or end the other process.`,
          { cause },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
}
